import { isRefused } from './caller.js';
import { chancesOf } from './chances.js';
import { type Left } from './past.js';
import { playCourse, type Playing } from './present.js';
import { agentFor } from './scene.js';
import type { Step } from './story.js';
import { stillWaiting } from './words/around.js';
import { replies } from './words/house.js';
import { filled, matterOf } from './spoken.js';
import { soldOut } from './shop.js';

/** So many open complaints of the past, the latest, are taken in hand: the agents are busy before the day begins. */
const mostTaken = 24;
/** Of a hundred of them so many customers lose their patience today. */
const impatient = 30;
const [fromMs, untilMs] = [5_000, 110_000];

/** What is left over from the past goes on: agents take it, and some customers ask again. */
export const playLeftovers = async (playing: Playing, past: readonly Left[]): Promise<void> => {
  const open = past.filter(({ isClosed }) => isClosed === 'no').slice(-mostTaken);
  await Promise.all(open.map((left) => goOn(playing, left)));
};

const goOn = async ({ house, seed, tally, pace }: Playing, { story, complaintId }: Left): Promise<void> => {
  const { externalRef, customer } = story.given;
  const chances = chancesOf(seed, `left ${externalRef}`);
  const handler = agentFor(seed, story);
  const taken = await house
    .as(handler)
    .attempt(`/api/triage/complaints/${complaintId}/take`, {}, `${externalRef}:take`);
  if (isRefused(taken)) tally.refuse('take', taken.refused);
  else tally.add('taken');
  if (!chances.percent(impatient)) return;
  await pace.until(chances.whole(fromMs, untilMs));
  const language = customer.locale === 'en' ? 'en' : 'ko';
  const matter = matterOf(chances, {
    product: soldOut,
    orderNumber: story.given.order?.number ?? externalRef,
    language,
  });
  const course: readonly Step[] = [
    { hours: 0, deed: { does: 'write', text: chances.pick(stillWaiting[language]) } },
    {
      hours: 1,
      deed: { does: 'reply', text: filled(chances.pick(replies[story.about][language]), matter), asks: 'nothing' },
    },
  ];
  const renamed = { ...story, given: { ...story.given, externalRef: `${externalRef}:again` } };
  await playCourse({ house, story: renamed, complaintId, handler, pace, tally }, course);
};

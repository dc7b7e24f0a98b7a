import type { ComplaintAccepted, TeamFunction } from '@redress/contracts';
import { type Caller, isRefused } from './caller.js';
import { compensate } from './compensating.js';
import type { House } from './opening.js';
import { atOnce, type Pace } from './pace.js';
import { handlerOf, type Scene } from './scene.js';
import type { Deed, PresentStory, Step } from './story.js';
import type { Tally } from './tally.js';

/** Who answers for a team. */
const membersAsked: Readonly<Record<TeamFunction, string>> = {
  'customer-service': 'demo.kim',
  product: 'demo.lee',
  logistics: 'demo.park',
  quality: 'demo.kang',
  legal: 'demo.legal',
  finance: 'demo.finance.seo',
};

interface Request {
  readonly who: Caller;
  readonly path: string;
  readonly body: object;
}

type Plain = Exclude<Deed, { readonly does: 'offer' | 'except' | 'answer' }>;

const requestOf = (deed: Plain, { house, story, complaintId, handler }: Scene): Request => {
  const { channel } = story.given;
  const [agent, customer] = [house.as(handler), house.channel(channel)];
  const at = `/api/intake/complaints/${complaintId}`;
  switch (deed.does) {
    case 'reply':
      return { who: agent, path: `${at}/replies`, body: { text: deed.text, asksCustomer: deed.asks === 'customer' } };
    case 'write':
      return { who: customer, path: `${at}/messages`, body: { channel, text: deed.text } };
    case 'note':
      return { who: agent, path: `${at}/notes`, body: { text: deed.text } };
    case 'propose':
      return { who: agent, path: `${at}/solutions`, body: { remedy: deed.remedy, text: deed.text } };
    case 'accept':
      return { who: customer, path: `${at}/solutions/accept`, body: {} };
    case 'decline':
      return { who: customer, path: `${at}/solutions/decline`, body: { reason: deed.reason } };
    case 'resolve':
      return { who: agent, path: `${at}/resolve`, body: { remedy: deed.remedy, text: deed.text } };
    case 'confirm':
      return { who: customer, path: `${at}/confirm`, body: {} };
    case 'reopen':
      return { who: customer, path: `${at}/reopen`, body: { reason: deed.reason } };
    case 'close':
      return { who: agent, path: `${at}/close`, body: {} };
    case 'ask-team':
      return {
        who: agent,
        path: `/api/triage/complaints/${complaintId}/investigations`,
        body: { team: deed.team, question: deed.question },
      };
  }
};

/** Plays a course from its beginning: what was done in an earlier run is answered as it was then. */
export const playCourse = async (scene: Scene, course: readonly Step[]): Promise<void> => {
  const { house, story, pace, tally } = scene;
  let investigationId = '';
  for (const [index, { hours, deed }] of course.entries()) {
    const key = `${story.given.externalRef}:${index}`;
    await pace.hours(hours);
    if (deed.does === 'offer' || deed.does === 'except') {
      if ((await compensate(scene, deed, key)) === 'rests') return;
      continue;
    }
    const { who, path, body }: Request =
      deed.does === 'answer'
        ? {
            who: house.as(membersAsked[deed.team]),
            path: `/api/triage/investigations/${investigationId}/answer`,
            body: { finding: deed.finding, result: deed.result },
          }
        : requestOf(deed, scene);
    const answer = await who.attempt<{ investigationId?: string }>(path, body, key);
    if (isRefused(answer)) {
      tally.refuse(deed.does, answer.refused);
      return;
    }
    investigationId = answer.investigationId ?? investigationId;
    tally.add(deed.does);
  }
};

export interface Playing {
  readonly house: House;
  readonly seed: number;
  readonly tally: Tally;
  readonly pace: Pace;
  /** References of complaints that came in an earlier run. */
  readonly known: ReadonlySet<string>;
}

/** One complaint from the customer's first word to as far as it goes. */
const play = async ({ house, seed, tally, known, ...playing }: Playing, story: PresentStory): Promise<void> => {
  const { externalRef, channel } = story.given;
  const pace = known.has(externalRef) ? atOnce : playing.pace;
  await pace.until(story.startsMs);
  const shop = house.channel(channel);
  const { complaintId } = await shop.send<ComplaintAccepted>(
    'POST',
    '/api/intake/complaints',
    story.given,
    externalRef,
  );
  tally.add('complaints');
  if (story.course.length === 0) return;
  await pace.hours(0.2);
  const unsettled = { house, story, complaintId, pace, tally };
  const handler = await handlerOf(unsettled, seed);
  if (handler === undefined) tally.refuse('handle', 'triage has not heard of it');
  else await playCourse({ ...unsettled, handler }, story.course);
};

/** Plays all of them, each in its own time. */
export const playPresent = async (playing: Playing, stories: readonly PresentStory[]): Promise<void> => {
  await Promise.all(stories.map((story) => play(playing, story)));
};

import type { CompensationKind, ComplaintAccepted } from '@redress/contracts';
import { type Caller, isRefused } from './caller.js';
import type { House } from './opening.js';
import type { Deed, Step, Story } from './story.js';
import { hourMs, midnightBefore } from './stories.js';
import type { Tally } from './tally.js';

/** A complaint of the past as it was left. */
export interface Left {
  readonly story: Story;
  readonly complaintId: string;
  readonly isClosed: 'yes' | 'no';
}

/** So many stories are told at once. */
const tellers = 6;

interface Dated {
  readonly index: number;
  readonly occurredAt: Date;
  readonly deed: Deed;
}

/** The course with its dates, as far as it belongs to the past. */
const datesOf = ({ given, course }: Story, until: Date): readonly Dated[] => {
  let at = new Date(given.receivedAt ?? until).getTime();
  return course
    .map(({ hours, deed }: Step, index) => {
      at += hours * hourMs;
      return { index, occurredAt: new Date(at), deed };
    })
    .filter(({ occurredAt }) => occurredAt < until);
};

const amountOf = (kind: CompensationKind, orderWon: number): { amount?: object } => {
  const won: Readonly<Partial<Record<CompensationKind, number>>> = {
    'full-refund': orderWon,
    'partial-refund': Math.round(orderWon / 5),
    points: 5_000,
    coupon: 5_000,
    'extra-benefit': 10_000,
  };
  const amountMinor = won[kind];
  return amountMinor === undefined ? {} : { amount: { amountMinor, currency: 'KRW' } };
};

interface Request {
  readonly path: string;
  readonly body: object;
}

type Compensated = Extract<Deed, { readonly does: 'offer' | 'except' }>;

const paidThen = (deed: Compensated, ref: string, orderWon: number, index: number): Request | undefined => {
  if (deed.verdict !== 'approve') return undefined;
  const reference = `${ref}-${index}`;
  if (deed.does === 'except')
    return {
      path: 'compensations',
      body: { kind: deed.kind, amount: { amountMinor: deed.won, currency: 'KRW' }, reason: deed.reason, reference },
    };
  const [kind] = deed.kinds;
  return kind && { path: 'compensations', body: { kind, ...amountOf(kind, orderWon), reference } };
};

/** What the API knows history of; the rest of a deed was not written down then. */
const requestOf = (deed: Deed, { given, orderWon }: Story, index: number): Request | undefined => {
  switch (deed.does) {
    case 'reply':
      return { path: 'replies', body: { text: deed.text, asksCustomer: deed.asks === 'customer' } };
    case 'write':
      return { path: 'messages', body: { channel: given.channel, text: deed.text } };
    case 'note':
      return { path: 'notes', body: { text: deed.text } };
    case 'propose':
      return { path: 'solutions', body: { remedy: deed.remedy, text: deed.text } };
    case 'accept':
      return { path: 'solutions/accept', body: {} };
    case 'decline':
      return { path: 'solutions/decline', body: { reason: deed.reason } };
    case 'resolve':
      return { path: 'resolve', body: { remedy: deed.remedy, text: deed.text } };
    case 'confirm':
      return { path: 'confirm', body: {} };
    case 'reopen':
      return { path: 'reopen', body: { reason: deed.reason } };
    case 'close':
      return { path: 'close', body: {} };
    case 'offer':
    case 'except':
      return paidThen(deed, given.externalRef, orderWon, index);
    case 'ask-team':
    case 'answer':
      return undefined;
  }
};

const serviceOf = ({ does }: Deed): string => (does === 'offer' || does === 'except' ? 'compensation' : 'intake');

interface Imported {
  readonly left: Left;
  readonly position: string;
}

const importStory = async (importer: Caller, story: Story, until: Date, tally: Tally): Promise<Imported> => {
  const { externalRef } = story.given;
  const accepted = await importer.send<ComplaintAccepted>('POST', '/api/intake/complaints', story.given, externalRef);
  const { complaintId } = accepted;
  let isClosed: Left['isClosed'] = 'no';
  for (const { index, occurredAt, deed } of datesOf(story, until)) {
    const request = requestOf(deed, story, index);
    if (!request) continue;
    const path = `/api/${serviceOf(deed)}/complaints/${complaintId}/${request.path}`;
    const answer = await importer.attempt(path, { ...request.body, occurredAt }, `${externalRef}:${index}`);
    if (isRefused(answer)) tally.refuse(`past ${deed.does}`, answer.refused);
    isClosed = deed.does === 'close' ? 'yes' : 'no';
  }
  return { left: { story, complaintId, isClosed }, position: accepted.position };
};

/** Each by one of so many, in order. */
export const eachOf = async <T>(items: readonly T[], many: number, work: (item: T) => Promise<void>): Promise<void> => {
  const waiting = items.values();
  await Promise.all(
    Array.from({ length: many }, async () => {
      for (const item of waiting) await work(item);
    }),
  );
};

/** Tells what happened before the demonstration began. It may be told again. */
export const importPast = async (
  house: House,
  stories: readonly Story[],
  tally: Tally,
  progress: (told: number) => void,
): Promise<readonly Left[]> => {
  const importer = house.as('demo.importer');
  const until = midnightBefore(house.beganAt);
  const left: Left[] = [];
  const rounds = Math.max(0, ...stories.map(({ round }) => round + 1));
  // Triage counts a customer's earlier complaints: it has heard of all of them before the next one comes.
  for (let round = 0; round < rounds; round += 1) {
    const positions: string[] = [];
    await eachOf(
      stories.filter((story) => story.round === round),
      tellers,
      async (story) => {
        const imported = await importStory(importer, story, until, tally);
        left.push(imported.left);
        positions.push(imported.position);
        progress(left.length);
      },
    );
    // Those that were sent last may have been taken in the other way round.
    for (const position of positions.slice(-2 * tellers))
      await house.as('demo.lead.han').read(`/api/triage/owners/me?limit=1&waitFor=${position}`);
  }
  return left.toSorted((one, other) => one.story.number - other.story.number);
};

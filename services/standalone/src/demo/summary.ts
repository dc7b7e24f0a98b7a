import { setTimeout as pause } from 'node:timers/promises';
import { type CompensationListed, type ComplaintListed, type ContactPolicyShown, phases } from '@redress/contracts';
import type { House } from './opening.js';
import { colleagues } from './staff.js';

/** What a demonstration has left behind, as the public lists tell it. */
export interface Summary {
  readonly phases: Readonly<Record<string, { readonly past: number; readonly present: number }>>;
  readonly outbox: Readonly<Record<string, number>>;
  readonly failures: number;
  /** To people of the demonstration, unread. */
  readonly inboxes: number;
  readonly quiet: ContactPolicyShown;
  readonly paid: { readonly past: Sum; readonly present: Sum };
  readonly waitingForApproval: number;
  readonly breaches: number;
}
interface Sum {
  readonly count: number;
  readonly won: number;
}

const countedBy = <T>(items: readonly T[], nameOf: (item: T) => string): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const item of items) counts[nameOf(item)] = (counts[nameOf(item)] ?? 0) + 1;
  return counts;
};

const sumOf = (paid: readonly CompensationListed[]): Sum => ({
  count: paid.length,
  won: paid.reduce((sum, { amount }) => sum + (amount?.amountMinor ?? 0), 0),
});

export const summaryOf = async (house: House): Promise<Summary> => {
  const [lead, finance] = [house.as('demo.lead.han'), house.as('demo.finance.seo')];
  const complaints = await lead.list<ComplaintListed>('/api/intake/complaints');
  const compensations = await finance.list<CompensationListed>('/api/compensation/compensations?historical=true');
  const notices = await lead.list<{ readonly kind: string }>('/api/notification/outbox');
  const inboxes = await Promise.all(
    colleagues.map(({ username }) => house.as(username).list<object>('/api/notification/inbox')),
  );
  const paid = compensations.filter(({ state }) => state === 'paid');
  return {
    phases: Object.fromEntries(
      phases.map((phase) => {
        const here = complaints.filter((one) => one.phase === phase);
        const past = here.filter(({ historical }) => historical).length;
        return [phase, { past, present: here.length - past }];
      }),
    ),
    outbox: countedBy(notices, ({ kind }) => kind),
    failures: (await lead.list('/api/notification/failures')).length,
    inboxes: inboxes.reduce((sum, { length }) => sum + length, 0),
    quiet: await lead.read<ContactPolicyShown>('/api/notification/contact-policy'),
    paid: {
      past: sumOf(paid.filter(({ historical }) => historical)),
      present: sumOf(paid.filter(({ historical }) => !historical)),
    },
    waitingForApproval: compensations.filter(({ state }) => state === 'waiting-for-approval').length,
    breaches: (await lead.list('/api/sla/breaches?outstanding=true')).length,
  };
};

const [lookEveryMs, patienceMs] = [1_000, 20_000];

/** Once what follows has followed: payments and messages go out after the commands that caused them. */
export const settledSummary = async (house: House): Promise<Summary> => {
  const began = performance.now();
  let before = await summaryOf(house);
  for (;;) {
    await pause(lookEveryMs);
    const now = await summaryOf(house);
    if (JSON.stringify(now) === JSON.stringify(before) || performance.now() - began > patienceMs) return now;
    before = now;
  }
};

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Why there may be less in the outbox than one expects. */
const quietShown = ({ quietFromMinute, quietUntilMinute, timeZone }: ContactPolicyShown): string =>
  quietFromMinute === quietUntilMinute
    ? ''
    : `  Customers are not written to between ${clock(quietFromMinute)} and ${clock(quietUntilMinute)} (${timeZone}).`;

const won = (amount: number): string => `${amount.toLocaleString('en-US')} won`;

export const summaryShown = (summary: Summary): readonly string[] => {
  const sent = Object.values(summary.outbox).reduce((sum, count) => sum + count, 0);
  const kinds = Object.entries(summary.outbox)
    .toSorted(([, one], [, other]) => other - one)
    .map(([kind, count]) => `${kind} ${count}`);
  const { past, present } = summary.paid;
  return [
    '',
    `${'Complaints'.padEnd(20)}${'past'.padStart(8)}${'today'.padStart(8)}`,
    ...Object.entries(summary.phases).map(
      ([phase, counts]) =>
        `  ${phase.padEnd(18)}${String(counts.past).padStart(8)}${String(counts.present).padStart(8)}`,
    ),
    `Messages in the outbox   ${sent}${sent > 0 ? ` (${kinds.join(', ')})` : ''}; not delivered ${summary.failures}`,
    quietShown(summary.quiet),
    `Messages to colleagues   ${summary.inboxes} unread`,
    `Paid                     ${present.count} compensations, ${won(present.won)}; in the past ${past.count}, ${won(past.won)}`,
    `Waiting for approval     ${summary.waitingForApproval}`,
    `Promises broken, open    ${summary.breaches}`,
  ].filter((line, index) => index === 0 || line !== '');
};

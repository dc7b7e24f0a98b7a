import type { ClockRederived, ClockReopened, ClockResumed, ClockStarted } from '@redress/contracts';
import { reactor, sendAt, type Sending } from '@redress/eventing';
import { clock, clockId } from './clock.decider.js';
import { instantOfWarning } from './clock.rules.js';

type Told = ClockStarted | ClockResumed | ClockReopened | ClockRederived;

/** Warnings that lie before `since` were given, or came to nothing, before the clock stood still. */
const watch = ({ complaintId, metric, terms, dueAt }: Told, since: Date): readonly Sending[] => {
  const id = clockId({ complaintId, metric });
  const warnings = terms.warnings
    .map(({ percent }) => ({ percent, instant: instantOfWarning(terms, dueAt, percent) }))
    .filter(({ instant }) => instant >= since)
    .map(({ percent, instant }) => sendAt(instant, clock, id, 'WarnOfDeadline', { complaintId, metric, percent }));
  return [...warnings, sendAt(dueAt, clock, id, 'CheckDeadline', { complaintId, metric })];
};

/** Every deadline that was told to somebody is looked at when it comes, and before it at the shares that its terms name. */
export const watchDeadlines = reactor({
  name: 'sla.watch-deadlines',
  from: 'beginning',
  on: {
    ClockStarted: ({ data }) => watch(data, data.startedAt),
    ClockResumed: ({ data }) => watch(data, data.resumedAt),
    ClockReopened: ({ data }) => watch(data, data.reopenedAt),
    ClockRederived: ({ data }) => watch(data, data.rederivedAt),
  },
});

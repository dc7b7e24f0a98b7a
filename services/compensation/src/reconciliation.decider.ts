import { type Decider, event, inForce, refuse } from '@redress/eventing';
import { authority, type AuthorityPolicy } from './authority.decider.js';
import { dayAfter, dayOf, isDay, startOf } from './calendar.rules.js';
import type { Compared } from './reconciliation.rules.js';

interface OfDay {
  /** `2026-03-02`, in the house's time zone; also the stream. */
  readonly day: string;
}

interface Commands {
  PlanReconciliation: OfDay;
  /** Of a day that is over, by plan. */
  BeginReconciliation: OfDay;
  /** By hand: again, or of a day on which nobody thought of it. */
  AskForReconciliation: OfDay;
  NoteReconciliation: OfDay & Compared & { readonly round: number };
}

type Events = 'ReconciliationPlanned' | 'ReconciliationBegun' | 'PayoutsReconciled';

/** Rounds of one day: how many were begun, and how many are done. */
export interface Reconciliation {
  readonly planned: boolean;
  readonly wasBegunByPlan: boolean;
  readonly begun: number;
  readonly done: number;
}

const facts = { authority: inForce(authority) };
/** Whatever was ordered in the last minutes of a day has been answered by then, or will be named. */
const afterMs = 3_600_000;

/** Each day's comparison of what was paid with what the payment system says: `compensation.reconciliation-<day>`. */
export const reconciliation: Decider<Commands, Events, Reconciliation, 'not-a-day' | 'day-to-come', typeof facts> = {
  category: 'compensation.reconciliation',
  initial: { planned: false, wasBegunByPlan: false, begun: 0, done: 0 },
  facts,

  decide: {
    PlanReconciliation: ({ day }, { planned }, { authority: { timeZone } }) => {
      if (planned) return [];
      const dueAt = new Date(startOf(dayAfter(day), timeZone).getTime() + afterMs);
      return [event('ReconciliationPlanned', { day, dueAt })];
    },

    BeginReconciliation: ({ day }, { wasBegunByPlan, begun }, { authority: policy }) =>
      wasBegunByPlan ? [] : [beginning(day, policy, { round: begun + 1, isByPlan: true })],

    AskForReconciliation: ({ day }, { begun, done }, { at, authority: policy }) => {
      if (!isDay(day)) return refuse('not-a-day', 'A day is written as 2026-03-02, and exists.');
      if (day > dayOf(at, policy.timeZone)) return refuse('day-to-come', 'This day has not begun yet.');
      return begun > done ? [] : [beginning(day, policy, { round: begun + 1, isByPlan: false })];
    },

    NoteReconciliation: ({ day, round, agreed, differences, moreDifferences }, { done }, { at }) =>
      round <= done
        ? []
        : [event('PayoutsReconciled', { day, round, reconciledAt: at, agreed, differences, moreDifferences })],
  },

  evolve: {
    ReconciliationPlanned: (state) => ({ ...state, planned: true }),
    ReconciliationBegun: (state, { round, isByPlan }) => ({
      ...state,
      begun: round,
      wasBegunByPlan: state.wasBegunByPlan || isByPlan,
    }),
    PayoutsReconciled: (state, { round }) => ({ ...state, done: round }),
  },
};

const beginning = (
  day: string,
  { timeZone }: AuthorityPolicy,
  how: { readonly round: number; readonly isByPlan: boolean },
) =>
  event('ReconciliationBegun', {
    day,
    ...how,
    dayFrom: startOf(day, timeZone),
    dayUntil: startOf(dayAfter(day), timeZone),
  });

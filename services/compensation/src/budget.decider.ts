import type { BudgetId } from '@redress/contracts';
import { type Decider, event, inForce, type NewEvent, refuse } from '@redress/eventing';
import { authorityFor } from './approval.rules.js';
import { authority, type AuthorityPolicy } from './authority.decider.js';
import { currencyOf } from './calendar.rules.js';
import type { AskedOfBudget as Asked } from './claim.rules.js';

interface Commands {
  ReserveBudget: Asked;
  /** Somebody asks whether there is room by now. */
  AskAgain: Asked;
  /** Somebody of finance takes it upon themselves. */
  GrantBeyond: Asked;
  /** It is not paid, or no longer. */
  ReturnBudget: Asked;
  /** There is more now: what waits goes on, first come, first served. */
  ReviewWaiting: {
    readonly budgetId: BudgetId;
    /** As was just published, which is not in force yet for what follows from publishing it; absent: as in force. */
    readonly monthlyBudgetMinor?: number;
  };
}

type Events = 'BudgetReserved' | 'BudgetExceeded' | 'BudgetReturned';

interface Entry {
  readonly kind: 'reserved' | 'waiting' | 'returned';
  readonly asked: Asked;
}

/** What was asked of the budget of a month in one currency: JSON, in the order in which it was asked. */
export interface Budget {
  readonly reservedMinor: number;
  readonly entries: Readonly<Record<string, Entry>>;
}

const facts = { authority: inForce(authority) };
/** A review that could pay more than so many leaves the others to the next. */
const mostAtOnce = 200;

/** Whether the month has room, decided by the one stream that knows all of it. What was returned is never reserved again. */
export const budget: Decider<Commands, Events, Budget, 'budget-exceeded' | 'not-waiting', typeof facts> = {
  category: 'compensation.budget',
  initial: { reservedMinor: 0, entries: {} },
  endless: { edition: 1 },
  facts,

  decide: {
    ReserveBudget: (asked, state, { authority: policy }) => {
      const entry = entryOf(state, asked);
      const left = leftOf(policy, asked.budgetId, state.reservedMinor);
      if (entry && entry.kind !== 'waiting') return [];
      if (asked.amount.amountMinor <= left) return [reserved(asked)];
      return entry ? [] : [event('BudgetExceeded', { ...named(asked), leftMinor: Math.max(0, left) })];
    },

    AskAgain: (asked, state, { authority: policy }) => {
      const entry = entryOf(state, asked);
      if (entry?.kind === 'reserved') return [];
      if (entry?.kind !== 'waiting') return notWaiting;
      const left = leftOf(policy, asked.budgetId, state.reservedMinor);
      if (asked.amount.amountMinor <= left) return [reserved(asked)];
      return refuse('budget-exceeded', `${Math.max(0, left)} ${asked.amount.currency} is left of ${asked.budgetId}.`);
    },

    GrantBeyond: (asked, state) => {
      const entry = entryOf(state, asked);
      if (entry?.kind === 'reserved') return [];
      if (entry?.kind !== 'waiting') return notWaiting;
      return [event('BudgetReserved', { ...named(asked), isBeyond: true })];
    },

    ReturnBudget: (asked, state) =>
      entryOf(state, asked)?.kind === 'returned' ? [] : [event('BudgetReturned', named(asked))],

    ReviewWaiting: ({ budgetId, monthlyBudgetMinor }, state, { authority: policy }) => {
      let left = (monthlyBudgetMinor ?? monthlyBudget(policy, budgetId)) - state.reservedMinor;
      const granted: NewEvent<'BudgetReserved'>[] = [];
      for (const { kind, asked } of Object.values(state.entries)) {
        if (kind !== 'waiting' || asked.amount.amountMinor > left || granted.length === mostAtOnce) continue;
        left -= asked.amount.amountMinor;
        granted.push(reserved(asked));
      }
      return granted;
    },
  },

  evolve: {
    BudgetReserved: (state, asked) => {
      const reservedMinor = state.reservedMinor + asked.amount.amountMinor;
      return { reservedMinor, entries: withEntry(state, 'reserved', asked) };
    },
    BudgetExceeded: (state, asked) => ({ ...state, entries: withEntry(state, 'waiting', asked) }),
    BudgetReturned: (state, asked) => {
      const freed = entryOf(state, asked)?.kind === 'reserved' ? asked.amount.amountMinor : 0;
      return { reservedMinor: state.reservedMinor - freed, entries: withEntry(state, 'returned', asked) };
    },
  },
};

/** What a month in a currency has for everything; nothing where nobody has authority over the currency. */
export const monthlyBudget = (policy: AuthorityPolicy, budgetId: BudgetId): number =>
  authorityFor(policy, currencyOf(budgetId))?.monthlyBudgetMinor ?? 0;

/** Less than nothing where more was granted than there was. */
export const leftOf = (policy: AuthorityPolicy, budgetId: BudgetId, reservedMinor: number): number =>
  monthlyBudget(policy, budgetId) - reservedMinor;

/** What waits for room, in all. */
export const waitingIn = ({ entries }: Budget): { readonly waiting: number; readonly waitingMinor: number } => {
  const amounts = Object.values(entries).flatMap(({ kind, asked }) =>
    kind === 'waiting' ? [asked.amount.amountMinor] : [],
  );
  return { waiting: amounts.length, waitingMinor: amounts.reduce((sum, amount) => sum + amount, 0) };
};

export const notWaiting = refuse('not-waiting', 'It does not wait for the budget.');

const keyOf = ({ compensationId, attempt }: Asked): string => `${compensationId}.${attempt}`;
const entryOf = ({ entries }: Budget, asked: Asked): Entry | undefined => entries[keyOf(asked)];
const named = ({ budgetId, complaintId, compensationId, attempt, amount }: Asked): Asked => ({
  budgetId,
  complaintId,
  compensationId,
  attempt,
  amount,
});
const reserved = (asked: Asked) => event('BudgetReserved', { ...named(asked), isBeyond: false });
const withEntry = ({ entries }: Budget, kind: Entry['kind'], asked: Asked): Budget['entries'] => ({
  ...entries,
  [keyOf(asked)]: { kind, asked: named(asked) },
});

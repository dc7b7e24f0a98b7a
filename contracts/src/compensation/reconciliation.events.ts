import { Code, Count, Event, Flag, Instant, Key, ListOf, OneOf, Optional, Shape } from '../kit/index.js';
import { Money } from './compensation.events.js';

export const differenceKinds = ['only-here', 'only-there', 'other-amount', 'other-state'] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** Something about a payout that we and the payment system do not agree on. */
export class ReconciliationDifference {
  @Code({ maxBytes: 64 }) reference!: string;
  @OneOf(...differenceKinds) kind!: DifferenceKind;
  @Optional() @Shape(() => Money) ours?: Money;
  @Optional() @Shape(() => Money) theirs?: Money;
}

class OfDay {
  /** ISO 8601, of the house's time zone. */
  @Key() @Code({ maxBytes: 10 }) day!: string;
}

/** Payouts were ordered on this day or before: it will be reconciled when it is over, and the day after it. */
@Event('compensation.ReconciliationPlanned', 1)
export class ReconciliationPlanned extends OfDay {
  @Instant() dueAt!: Date;
}

/** The day's payouts are to be compared now. */
@Event('compensation.ReconciliationBegun', 1)
export class ReconciliationBegun extends OfDay {
  /** 1 for the first time; somebody may ask again. */
  @Count({ min: 1, max: 1_000_000 }) round!: number;
  /** When the day was over; else somebody asked. */
  @Flag() isByPlan!: boolean;
  @Instant() dayFrom!: Date;
  /** Up to, but not at. */
  @Instant() dayUntil!: Date;
}

/** A day's payouts were compared with the payment system's. */
@Event('compensation.PayoutsReconciled', 1)
export class PayoutsReconciled extends OfDay {
  @Count({ min: 1, max: 1_000_000 }) round!: number;
  @Instant() reconciledAt!: Date;
  @Count({ min: 0, max: 100_000_000 }) agreed!: number;
  @ListOf(() => ReconciliationDifference, { max: 1_000 }) differences!: readonly ReconciliationDifference[];
  /** Beyond those that are named. */
  @Count({ min: 0, max: 100_000_000 }) moreDifferences!: number;
}

declare module '@redress/eventing' {
  interface EventTypes {
    ReconciliationPlanned: ReconciliationPlanned;
    ReconciliationBegun: ReconciliationBegun;
    PayoutsReconciled: PayoutsReconciled;
  }
}

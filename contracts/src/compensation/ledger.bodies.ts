import type { CompensationId, ComplaintId } from '../ids.js';
import { Code, Count, Id, Instant, Line, ListOf, OneOf, Optional, Shape } from '../kit/index.js';
import {
  type CompensationKind,
  compensationKinds,
  Money,
  type PayoutRefusal,
  payoutRefusals,
} from './compensation.events.js';
import { ReconciliationDifference } from './reconciliation.events.js';

export const entryStates = ['executed', 'refused', 'reversed'] as const;
export type EntryState = (typeof entryStates)[number];

/** An entry of the bundled payment system. */
export class LedgerEntryShown {
  @Code({ maxBytes: 64 }) reference!: string;
  @Id() complaintId!: ComplaintId;
  @Id() compensationId!: CompensationId;
  @OneOf(...compensationKinds) kind!: CompensationKind;
  @Optional() @Shape(() => Money) amount?: Money;
  @OneOf(...entryStates) state!: EntryState;
  @Optional() @OneOf(...payoutRefusals) refusal?: PayoutRefusal;
  /** When it was executed or refused. */
  @Instant() bookedAt!: Date;
  @Optional() @Instant() reversedAt?: Date;
}

export class LedgerAsked {
  @Optional() @OneOf(...entryStates) state?: EntryState;
  @Optional() @Instant() from?: Date;
  /** Up to, but not at. */
  @Optional() @Instant() before?: Date;
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
}

/** What the bundled payment system is to do wrong; what is absent stays as it is, and zero ends it. */
export class LedgerFaultsGiven {
  /** So many payments are refused. */
  @Optional() @Count({ min: 0, max: 1_000 }) refuseNext?: number;
  /** So many orders and reversals are carried out, and their answers lost. */
  @Optional() @Count({ min: 0, max: 1_000 }) loseAnswerNext?: number;
  /** So many calls take their time. */
  @Optional() @Count({ min: 0, max: 1_000 }) slowNext?: number;
  /** How long each of those takes. */
  @Optional() @Count({ min: 0, max: 10_000 }) slowMs?: number;
}

export class LedgerFaultsShown {
  @Count({ min: 0, max: 1_000 }) refuseNext!: number;
  @Count({ min: 0, max: 1_000 }) loseAnswerNext!: number;
  @Count({ min: 0, max: 1_000 }) slowNext!: number;
  @Count({ min: 0, max: 10_000 }) slowMs!: number;
}

export class ReconciliationGiven {
  /** ISO 8601, of the house's time zone: `2026-03-02`. */
  @Code({ maxBytes: 10 }) day!: string;
}

export class ReconciliationAccepted {
  @Count({ min: 1, max: 1_000_000 }) round!: number;
  /** May be given to a query as `waitFor`. */
  @Code({ maxBytes: 1024 }) position!: string;
}

export class ReconciliationShown {
  @Code({ maxBytes: 10 }) day!: string;
  @Count({ min: 1, max: 1_000_000 }) round!: number;
  @Instant() reconciledAt!: Date;
  @Count({ min: 0, max: 100_000_000 }) agreed!: number;
  @ListOf(() => ReconciliationDifference, { max: 1_000 }) differences!: readonly ReconciliationDifference[];
  @Count({ min: 0, max: 100_000_000 }) moreDifferences!: number;
}

export class ReconciliationsAsked {
  @Optional() @Code({ maxBytes: 10 }) day?: string;
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
}

import type { ComplaintId } from '../ids.js';
import { Code, Count, Flag, Id, Instant, Line, OneOf, Optional, Text } from '../kit/index.js';
import { type Metric, metrics, type Severity, severities } from './clock.events.js';

export class ClockPath {
  @Id() complaintId!: ComplaintId;
  @OneOf(...metrics) metric!: Metric;
}

export class ClockComplaintPath {
  @Id() complaintId!: ComplaintId;
}

export class PauseGiven {
  @Text({ maxBytes: 4096 }) reason!: string;
}

export class ResumeGiven {
  @Text({ maxBytes: 4096 }) reason!: string;
}

export class ClocksAsked {
  /** What was known then. Absent: now. */
  @Optional() @Instant() at?: Date;
}

export class OpenClocksAsked {
  @Optional() @OneOf(...metrics) metric?: Metric;
  /** Due before then; paused clocks are not due. */
  @Optional() @Instant() dueBefore?: Date;
  @Optional() @Flag() paused?: boolean;
  /** With those of imported history, which nobody waits for. */
  @Optional() @Flag() historical?: boolean;
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
}

export class BreachesAsked {
  @Optional() @OneOf(...metrics) metric?: Metric;
  @Optional() @Instant() dueFrom?: Date;
  @Optional() @Instant() dueBefore?: Date;
  /** Only those where what was promised is still not done. */
  @Optional() @Flag() outstanding?: boolean;
  /** Only verdicts that were withdrawn, or only those that stand. */
  @Optional() @Flag() withdrawn?: boolean;
  @Optional() @Flag() historical?: boolean;
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
}

export const clockStates = ['running', 'paused', 'met', 'missed'] as const;
export type ClockState = (typeof clockStates)[number];

export class ClockShown {
  @Id() complaintId!: ComplaintId;
  @OneOf(...metrics) metric!: Metric;
  @OneOf(...clockStates) state!: ClockState;
  @OneOf(...severities) severity!: Severity;
  /** Of the policy that promised it. */
  @Count({ min: 1, max: 1_000_000 }) policyVersion!: number;
  @Count({ min: 1, max: 5_256_000 }) promiseMinutes!: number;
  @Instant() startedAt!: Date;
  /** While it is paused: as it was told last. */
  @Instant() dueAt!: Date;
  @Optional() @Instant() pausedAt?: Date;
  /** The highest warning given, in percent of the promised time. */
  @Optional() @Count({ min: 1, max: 99 }) warnedPercent?: number;
  /** When what was promised was done. */
  @Optional() @Instant() reachedAt?: Date;
  /** It was kept by telling those above, not by resolving. */
  @Flag() metByEscalation!: boolean;
  /** A verdict of then was withdrawn: it was met after all, or something else had been promised. */
  @Flag() verdictWithdrawn!: boolean;
  @Flag() historical!: boolean;
}

/** A promise that was not kept in time. */
export class BreachShown {
  @Id() complaintId!: ComplaintId;
  @OneOf(...metrics) metric!: Metric;
  @OneOf(...severities) severity!: Severity;
  /** Of the policy that promised it. */
  @Count({ min: 1, max: 1_000_000 }) policyVersion!: number;
  @Count({ min: 1, max: 5_256_000 }) promiseMinutes!: number;
  @Instant() dueAt!: Date;
  /** When it was done after all. */
  @Optional() @Instant() reachedAt?: Date;
  /** It became known later that it had not been missed. */
  @Flag() withdrawn!: boolean;
  @Flag() historical!: boolean;
}

export class ClockChanged {
  /** May be given to a query as `waitFor`. */
  @Code({ maxBytes: 1024 }) position!: string;
}

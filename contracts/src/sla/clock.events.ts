import type { Personal as PersonalValue } from '@redress/eventing';
import type { ComplaintId } from '../ids.js';
import { Count, Event, Id, Instant, Key, ListOf, OneOf, Optional, Personal, Shape, Text } from '../kit/index.js';

export const metrics = ['first-response', 'resolution'] as const;
export type Metric = (typeof metrics)[number];

export const severities = ['high-risk', 'important', 'normal'] as const;
export type Severity = (typeof severities)[number];

/** A share of the promised time after which people are warned. */
export class Warning {
  @Count({ min: 1, max: 99 }) percent!: number;
}

/** What was promised, and by which version of which policy. Every event of a clock names it: a verdict says what it judged by. */
export class Terms {
  @Count({ min: 1, max: 1_000_000 }) policyVersion!: number;
  @OneOf(...severities) severity!: Severity;
  @Count({ min: 1, max: 5_256_000 }) promiseMinutes!: number;
  @ListOf(() => Warning, { max: 5 }) warnings!: readonly Warning[];
}

class OfClock {
  @Key() @Id() complaintId!: ComplaintId;
  @OneOf(...metrics) metric!: Metric;
  @Shape(() => Terms) terms!: Terms;
}

@Event('sla.ClockStarted', 1)
export class ClockStarted extends OfClock {
  @Instant() startedAt!: Date;
  /** As it was told to people then. */
  @Instant() dueAt!: Date;
}

export const pauseCauses = ['waiting-for-customer', 'by-hand'] as const;
export type PauseCause = (typeof pauseCauses)[number];

/** It counts no time until it is resumed. A clock that waits for the customer may be paused by hand as well: then only a hand resumes it. */
@Event('sla.ClockPaused', 1)
export class ClockPaused extends OfClock {
  @Instant() pausedAt!: Date;
  @OneOf(...pauseCauses) cause!: PauseCause;
  /** Why a lead paused it by hand. */
  @Optional() @Personal('record') @Text({ maxBytes: 4096 }) reason?: PersonalValue;
}

@Event('sla.ClockResumed', 1)
export class ClockResumed extends OfClock {
  @Instant() resumedAt!: Date;
  @Instant() dueAt!: Date;
  /** What ended: the waiting, because the customer spoke, or any pause, by hand. */
  @OneOf(...pauseCauses) cause!: PauseCause;
  /** Why a lead resumed it by hand. */
  @Optional() @Personal('record') @Text({ maxBytes: 4096 }) reason?: PersonalValue;
}

/** The complaint was reopened: the promise counts on, without the time in which it was thought resolved. A missed verdict stands, with its deadline. */
@Event('sla.ClockReopened', 1)
export class ClockReopened extends OfClock {
  @Instant() reopenedAt!: Date;
  @Instant() dueAt!: Date;
}

@Event('sla.DeadlineNeared', 1)
export class DeadlineNeared extends OfClock {
  /** How much of the promised time was used. */
  @Count({ min: 1, max: 99 }) percent!: number;
  @Instant() dueAt!: Date;
}

@Event('sla.TargetMet', 1)
export class TargetMet extends OfClock {
  @Instant() metAt!: Date;
}

@Event('sla.TargetMissed', 1)
export class TargetMissed extends OfClock {
  @Instant() dueAt!: Date;
}

/** What was promised was done after all, too late: the verdict stands. */
@Event('sla.TargetReachedLate', 1)
export class TargetReachedLate extends OfClock {
  /** Of the verdict. */
  @Instant() dueAt!: Date;
  @Instant() reachedAt!: Date;
}

/** It became known that something had happened before the deadline: the verdict of then stays beside what follows now. */
@Event('sla.VerdictWithdrawn', 1)
export class VerdictWithdrawnV1 extends OfClock {
  /** Of the verdict. */
  @Instant() dueAt!: Date;
  @OneOf('met-in-time', 'paused-in-time') ground!: 'met-in-time' | 'paused-in-time';
}

export const withdrawalGrounds = ['met-in-time', 'paused-in-time', 'terms-changed'] as const;
export type WithdrawalGround = (typeof withdrawalGrounds)[number];

/**
 * It became known that something had happened before the deadline, or that something else had been promised: the
 * verdict of then stays beside what follows now.
 */
@Event('sla.VerdictWithdrawn', 2)
export class VerdictWithdrawn extends OfClock {
  /** Of the verdict. */
  @Instant() dueAt!: Date;
  @OneOf(...withdrawalGrounds) ground!: WithdrawalGround;
}

/** It is known better what the complaint is: the promise is another, counted from the same start with the same pauses. */
@Event('sla.ClockRederived', 1)
export class ClockRederived extends OfClock {
  /** Of the terms before. */
  @OneOf(...severities) previousSeverity!: Severity;
  @Instant() rederivedAt!: Date;
  @Instant() dueAt!: Date;
}

/** Resolution of a complaint of high risk is also kept by telling those above in time. */
@Event('sla.TargetMetByEscalation', 1)
export class TargetMetByEscalation extends OfClock {
  @Instant() escalatedAt!: Date;
}

declare module '@redress/eventing' {
  interface EventTypes {
    ClockStarted: ClockStarted;
    ClockPaused: ClockPaused;
    ClockResumed: ClockResumed;
    ClockReopened: ClockReopened;
    DeadlineNeared: DeadlineNeared;
    TargetMet: TargetMet;
    TargetMissed: TargetMissed;
    TargetReachedLate: TargetReachedLate;
    VerdictWithdrawn: VerdictWithdrawn;
    ClockRederived: ClockRederived;
    TargetMetByEscalation: TargetMetByEscalation;
  }
}

import type { Personal as PersonalValue } from '@redress/eventing';
import type { ComplaintId } from '../ids.js';
import { Count, Event, Id, Instant, Key, OneOf, Optional, Personal, Shape, Text } from '../kit/index.js';

export const metrics = ['first-response', 'resolution'] as const;
export type Metric = (typeof metrics)[number];

export const severities = ['high-risk', 'important', 'normal'] as const;
export type Severity = (typeof severities)[number];

/** What was promised, and by which version of which policy. */
export class Terms {
  @Count({ min: 1, max: 1_000_000 }) policyVersion!: number;
  @OneOf(...severities) severity!: Severity;
  @Count({ min: 1, max: 5_256_000 }) promiseMinutes!: number;
}

class OfClock {
  @Key() @Id() complaintId!: ComplaintId;
  @OneOf(...metrics) metric!: Metric;
}

@Event('sla.ClockStarted', 1)
export class ClockStarted extends OfClock {
  @Instant() startedAt!: Date;
  @Shape(() => Terms) terms!: Terms;
  /** As it was told to people then. */
  @Instant() dueAt!: Date;
}

export const pauseCauses = ['waiting-for-customer', 'by-hand'] as const;
export type PauseCause = (typeof pauseCauses)[number];

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
}

/** The complaint was reopened: the promise counts on, without the time in which it was thought resolved. */
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
  @Instant() dueAt!: Date;
  @Instant() reachedAt!: Date;
}

/** It became known that the target was met in time: the verdict of then stays beside the new one. */
@Event('sla.VerdictWithdrawn', 1)
export class VerdictWithdrawn extends OfClock {
  @Instant() dueAt!: Date;
  @Instant() metAt!: Date;
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
  }
}

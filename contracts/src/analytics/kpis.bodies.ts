import type { ComplaintId, TeamId } from '../ids.js';
import { type Phase, phases } from '../intake/complaint.bodies.js';
import { type Channel, channels, type Tier, tiers } from '../intake/complaint.events.js';
import {
  AmountMinor,
  Code,
  Count,
  Currency,
  Flag,
  Id,
  Instant,
  Line,
  ListOf,
  ManyOf,
  OneOf,
  Optional,
  Shape,
} from '../kit/index.js';
import { type Metric, metrics, severities, type Severity } from '../sla/clock.events.js';
import { type ComplaintType, complaintTypes } from '../triage/assessment.events.js';

export const grains = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const;
/** Weeks begin on Monday. */
export type Grain = (typeof grains)[number];

export const groupings = [
  'none',
  'product',
  'category',
  'seller',
  'region',
  'channel',
  'type',
  'severity',
  'team',
  'brand',
  'tier',
] as const;
export type Grouping = (typeof groupings)[number];

/**
 * What is counted, each at the moment when it happened: complaints received and, among them, repeats; complaints that
 * are open; first responses, resolutions and reopenings; verdicts on promises; payments and their reversals; stays in a
 * phase that ended.
 */
export const figures = [
  'received',
  'open',
  'repeats',
  'first-response',
  'resolution',
  'reopened',
  'promises',
  'costs',
  'phases',
] as const;
export type Figure = (typeof figures)[number];

export const answerFormats = ['json', 'csv'] as const;
export type AnswerFormat = (typeof answerFormats)[number];

/** Which complaints are looked at. What triage found, and who owns a complaint, is taken as it is known now. */
class Selected {
  @Optional() @Code({ maxBytes: 128 }) product?: string;
  /** What a product's code begins with, up to the first hyphen. */
  @Optional() @Code({ maxBytes: 128 }) category?: string;
  @Optional() @Code({ maxBytes: 128 }) seller?: string;
  @Optional() @Line({ maxBytes: 128 }) region?: string;
  @Optional() @OneOf(...channels) channel?: Channel;
  @Optional() @OneOf(...complaintTypes) type?: ComplaintType;
  @Optional() @OneOf(...severities) severity?: Severity;
  @Optional() @Id() team?: TeamId;
  @Optional() @Line({ maxBytes: 256 }) brand?: string;
  @Optional() @OneOf(...tiers) tier?: Tier;
  /** Only imported history, or all but that. Absent: both. */
  @Optional() @Flag() historical?: boolean;
}

class InBuckets extends Selected {
  @Instant() from!: Date;
  /** Up to, but not at. */
  @Instant() to!: Date;
  @OneOf(...grains) grain!: Grain;
  /** Of the IANA database: where days, weeks and months begin. */
  @Line({ maxBytes: 64 }) zone!: string;
  @Optional() @OneOf(...groupings) by?: Grouping;
  @Optional() @OneOf(...answerFormats) format?: AnswerFormat;
  /** A CSV begins with a byte order mark, by which spreadsheets know UTF-8. */
  @Optional() @Flag() bom?: boolean;
}

export class KpisAsked extends InBuckets {
  /** Absent: all. */
  @Optional() @ManyOf(...figures) figures?: readonly Figure[];
}

/** The cases behind a figure: those of a bucket and a group, or of all. */
export class CasesAsked extends InBuckets {
  @OneOf(...figures) figure!: Figure;
  /** Which part of the figure: `first-response-kept`, `resolution-missed`, … of promises, a phase of phases, a currency of costs. */
  @Optional() @Code({ maxBytes: 64 }) kind?: string;
  /** `from` of the bucket. Absent: the whole time asked for; `open` is then as of its end. */
  @Optional() @Instant() bucket?: Date;
  /** Of `by`. */
  @Optional() @Line({ maxBytes: 256 }) group?: string;
  /** Those of which it is not known to which group they belong. */
  @Optional() @Flag() ungrouped?: boolean;
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
}

/** In whole minutes of time on the clock; half of those counted took no longer than the median, nine in ten than `p90`. */
export class Durations {
  @Count({ min: 1, max: Number.MAX_SAFE_INTEGER }) count!: number;
  /** Rounded. */
  @Count({ max: Number.MAX_SAFE_INTEGER }) meanMinutes!: number;
  @Count({ max: Number.MAX_SAFE_INTEGER }) medianMinutes!: number;
  @Count({ max: Number.MAX_SAFE_INTEGER }) p90Minutes!: number;
}

/** How many verdicts stand that were given for this time: the promise was kept, or missed. */
export class PromisesKept {
  @OneOf(...metrics) metric!: Metric;
  @Count({ max: Number.MAX_SAFE_INTEGER }) kept!: number;
  @Count({ max: Number.MAX_SAFE_INTEGER }) missed!: number;
  /** The share kept, in hundredths of a percent, rounded. */
  @Count({ max: 10_000 }) keptBasisPoints!: number;
}

/** What was paid less what was taken back, in the minor unit of its currency. */
export class CostShown {
  @Currency() currency!: string;
  /** Payments and reversals. */
  @Count({ max: Number.MAX_SAFE_INTEGER }) bookings!: number;
  @AmountMinor() paidMinor!: number;
  @AmountMinor() reversedMinor!: number;
  /** Less than nothing where more was taken back than paid. */
  @Count({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }) costMinor!: number;
}

/** How long complaints had stayed in a phase that they left. */
export class TimeInPhase {
  @OneOf(...phases) phase!: Phase;
  @Shape(() => Durations) stays!: Durations;
}

/** The figures that were asked for, of one bucket and one group. */
export class KpiShown {
  /** The first bucket begins where the question does, the last ends where it ends. */
  @Instant() from!: Date;
  @Instant() until!: Date;
  /** Absent: of all, or, where groups were asked for, of those whose group is not known. */
  @Optional() @Line({ maxBytes: 256 }) group?: string;
  @Optional() @Count({ max: Number.MAX_SAFE_INTEGER }) received?: number;
  /** At the bucket's end: received, and not resolved or reopened since. */
  @Optional() @Count({ max: Number.MAX_SAFE_INTEGER }) open?: number;
  /** The same customer had complained of the same product or in the same way in the 90 days before. */
  @Optional() @Count({ max: Number.MAX_SAFE_INTEGER }) repeats?: number;
  @Optional() @Count({ max: Number.MAX_SAFE_INTEGER }) reopened?: number;
  /** Since the complaint was received. Absent where nothing happened. */
  @Optional() @Shape(() => Durations) firstResponse?: Durations;
  /** Since the complaint was received; one that was reopened is counted each time. Absent where nothing happened. */
  @Optional() @Shape(() => Durations) resolution?: Durations;
  @Optional() @ListOf(() => PromisesKept, { max: 2 }) promises?: readonly PromisesKept[];
  @Optional() @ListOf(() => CostShown, { max: 200 }) costs?: readonly CostShown[];
  @Optional() @ListOf(() => TimeInPhase, { max: 8 }) phases?: readonly TimeInPhase[];
}

/** A case as often as it was counted: twice where it was resolved twice. */
export class CaseBehind {
  @Id() complaintId!: ComplaintId;
  @Code({ maxBytes: 32 }) caseNumber!: string;
  /** When what is counted happened; of `open`, when it was received. */
  @Instant() at!: Date;
  @Optional() @Code({ maxBytes: 64 }) kind?: string;
  /** Of durations. */
  @Optional() @Count({ max: Number.MAX_SAFE_INTEGER }) minutes?: number;
  /** Of costs, in the minor unit of the currency in `kind`; less than nothing where it was taken back. */
  @Optional() @Count({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }) amountMinor?: number;
}

import { Count, Flag, Instant, Line, OneOf, Optional } from '../kit/index.js';

export const termGroupings = ['none', 'product', 'channel'] as const;
export type TermGrouping = (typeof termGroupings)[number];

export class TermsAsked {
  @Instant() from!: Date;
  /** Up to, but not at. */
  @Instant() to!: Date;
  @Optional() @OneOf(...termGroupings) by?: TermGrouping;
  /** Only those that more complaints hold than in the time of the same length before, the steepest first. */
  @Optional() @Flag() rising?: boolean;
  @Optional() @Count({ min: 1, max: 1_000 }) limit?: number;
}

/** A word of the vocabulary, and how many complaints hold it in what their customers wrote in that time. */
export class TermShown {
  @Line({ maxBytes: 128 }) term!: string;
  @Optional() @Line({ maxBytes: 128 }) group?: string;
  @Count({ max: Number.MAX_SAFE_INTEGER }) complaints!: number;
  /** In the time of the same length before. */
  @Count({ max: Number.MAX_SAFE_INTEGER }) before!: number;
}

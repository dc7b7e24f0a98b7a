import { Code, Count, Facts, Id, Instant, Line, OneOf, Optional, Words } from '../kit/index.js';

export const personalViews = ['sealed', 'opened'] as const;
export type PersonalView = (typeof personalViews)[number];

export class EventsAsked {
  /** `next` of an earlier answer, or the id of a server-sent event. Absent: from the beginning of the log. */
  @Optional() @Line({ maxBytes: 1024 }) from?: string;
  /** Only events of streams of these categories (`intake.complaint,sla.clock`), with commas between them. */
  @Optional() @Line({ maxBytes: 1024 }) category?: string;
  /** At most so many events. Absent: all there are. */
  @Optional() @Count({ min: 1, max: 1_000_000 }) limit?: number;
  /** `sealed`, unless said: personal fields encrypted, as they are published. `opened`: in clear, for auditors and lawyers; it is recorded. */
  @Optional() @OneOf(...personalViews) personal?: PersonalView;
}

/**
 * An event as CloudEvents 1.0 in JSON; attributes as in the AsyncAPI document, without `ce_`. What is optional here is
 * missing on progress alone, but for `requesthash`, `traceparent`, `datasubject` and `historical`.
 */
export class FeedEvent {
  @OneOf('1.0') specversion!: '1.0';
  @Code({ maxBytes: 1024 }) id!: string;
  /** `<service>.<Name>`, or `redress.progress`. */
  @Code({ maxBytes: 128 }) type!: string;
  @Code({ maxBytes: 128 }) source!: string;
  @Optional() @Code({ maxBytes: 512 }) subject?: string;
  @Instant() time!: Date;
  @Optional() @Code({ maxBytes: 256 }) dataschema?: string;
  @OneOf('application/json') datacontenttype!: 'application/json';
  @Optional() @Code({ maxBytes: 16 }) dataversion?: string;
  @Optional() @Line({ maxBytes: 512 }) partitionkey?: string;
  @Optional() @Code({ maxBytes: 20 }) revision?: string;
  @Optional() @Code({ maxBytes: 64 }) position?: string;
  @Optional() @Code({ maxBytes: 64 }) logid?: string;
  @Optional() @Instant() recordedtime?: Date;
  @Optional() @Id() correlationid?: string;
  @Optional() @Id() causationid?: string;
  @Optional() @Id() commandid?: string;
  @Optional() @Code({ maxBytes: 128 }) actorid?: string;
  /** With commas between them; may be empty. */
  @Optional() @Words() actorroles?: string;
  @Optional() @Code({ maxBytes: 256 }) requesthash?: string;
  @Optional() @Code({ maxBytes: 64 }) traceparent?: string;
  @Optional() @Code({ maxBytes: 512 }) datasubject?: string;
  @Optional() @OneOf('true') historical?: 'true';
  /** As the schema named by `dataschema` says. Of progress: `logId`, `position`, `next`, and `endedBy` on the last line. */
  @Facts() data!: Readonly<Record<string, unknown>>;
}

export class FeedReadsAsked {
  @Optional() @Code({ maxBytes: 128 }) readerId?: string;
  @Optional() @Instant() from?: Date;
  /** Up to, but not at. */
  @Optional() @Instant() before?: Date;
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
}

/** Somebody has read events with personal data in clear: noted once per person, selection and hour. */
export class FeedReadShown {
  @Code({ maxBytes: 128 }) readerId!: string;
  @Code({ maxBytes: 64 }) service!: string;
  /** Categories of streams with commas between them, or `all`. */
  @Line({ maxBytes: 1024 }) selection!: string;
  @Instant() readAt!: Date;
}

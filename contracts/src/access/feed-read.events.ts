import { Code, Event, Instant, Key, Line } from '../kit/index.js';

/**
 * Somebody has read the feed of all events with personal data in clear: once per person, selection and hour. It concerns
 * every case whose events are of that selection, so that no case is named (safety-measures standard art. 8, Republic of Korea).
 */
@Event('access.FeedRead', 1)
export class FeedRead {
  @Key() @Code({ maxBytes: 128 }) readerId!: string;
  /** Through which service. */
  @Code({ maxBytes: 64 }) service!: string;
  /** Categories of streams with commas between them, in alphabetical order, or `all`. */
  @Line({ maxBytes: 1024 }) selection!: string;
  @Instant() readAt!: Date;
}

declare module '@redress/eventing' {
  interface EventTypes {
    FeedRead: FeedRead;
  }
}

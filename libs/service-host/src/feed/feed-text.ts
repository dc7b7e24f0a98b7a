import type { StoredEvent } from '@redress/eventing';
import { attributesOf, cloudEventText, progressText } from './cloud-event.js';
import type { EndedBy, FeedStep } from './feed-steps.js';
import { type Place, writeLogCursor } from './log-cursor.js';

/** `ndjson`: a line per event up to the head. `sse`: server-sent events that go on with what comes. */
export type FeedFormat = 'ndjson' | 'sse';

export const mediaTypes: Readonly<Record<FeedFormat, string>> = {
  ndjson: 'application/x-ndjson; charset=utf-8',
  sse: 'text/event-stream; charset=utf-8',
};

interface Writing {
  /** Before anything else, so that the reader knows at once that it is heard. */
  readonly opening: string;
  readonly event: (event: StoredEvent, data: string) => string;
  readonly progress: (upTo: Place, endedBy?: EndedBy) => string;
}

const reconnectMs = 1_000;

/** Server-sent events of a log: the id of each is the cursor to go on with. */
export const sseWriting = {
  opening: `retry: ${reconnectMs}\n\n`,
  /** `told` is one line. */
  event: (logId: string, { position, id }: StoredEvent, told: string): string =>
    `id: ${writeLogCursor(logId, { position, eventId: id })}\ndata: ${told}\n\n`,
  // A block without data is no event, but what it says of the id is remembered.
  progress: (logId: string, upTo: Place, endedBy?: EndedBy): string =>
    `: ${endedBy ?? 'quiet'}\nid: ${writeLogCursor(logId, upTo)}\n\n`,
} as const;

const writings: Readonly<Record<FeedFormat, (logId: string, now: () => Date) => Writing>> = {
  ndjson: (logId, now) => ({
    opening: '',
    event: (event, data) => `${cloudEventText(attributesOf(event, logId), data)}\n`,
    progress: (upTo, endedBy) => {
      const next = writeLogCursor(logId, upTo);
      return `${progressText({ logId, position: upTo.position, next, ...(endedBy && { endedBy }) }, now())}\n`;
    },
  }),
  sse: (logId) => ({
    opening: sseWriting.opening,
    event: (event, data) => sseWriting.event(logId, event, cloudEventText(attributesOf(event, logId), data)),
    progress: (upTo, endedBy) => sseWriting.progress(logId, upTo, endedBy),
  }),
};

export interface FeedTextParts {
  readonly format: FeedFormat;
  readonly logId: string;
  readonly now: () => Date;
  /** The data of these events, as the reader may see them. */
  readonly dataOf: (events: readonly StoredEvent[]) => Promise<(event: StoredEvent) => string>;
}

/** Of so many characters a piece is sent at least, unless nothing more is at hand. */
const pieceLength = 65_536;

/** What is sent for the steps of a feed, in pieces that are neither empty nor, but for one large event, much longer than others. */
export async function* feedText(steps: AsyncIterable<FeedStep>, parts: FeedTextParts): AsyncGenerator<string, void> {
  const { opening, event, progress } = writings[parts.format](parts.logId, parts.now);
  if (opening) yield opening;
  for await (const step of steps) {
    if (step.kind !== 'events') {
      yield progress(step.upTo, step.kind === 'end' ? step.endedBy : undefined);
      continue;
    }
    const dataOf = await parts.dataOf(step.events);
    let piece = '';
    for (const one of step.events) {
      piece += event(one, dataOf(one));
      if (piece.length < pieceLength) continue;
      yield piece;
      piece = '';
    }
    if (piece) yield piece;
  }
}

import { BACKWARDS, END, FORWARDS, START } from '@eventstore/db-client';
import { beginning, type EventStore, noStream, type Position, type StoredEvent } from '@redress/eventing';
import { appending } from './appending.js';
import { connect } from './connection.js';
import { type Following, type FollowingPace, followLog } from './following.js';
import { logIdOf } from './log-id.js';
import { logPositionOf, positionOf } from './positions.js';
import { type Found, fromWire, traceOf } from './recorded.js';

export interface EventStoreDbOptions {
  /** `EVENTSTOREDB_URL`. */
  readonly url: string;
  /** Hears of lost connections and of a subscription that is taken up again. */
  readonly report: (error: unknown) => void;
  /** How long to wait for an answer, in milliseconds; an append settles within four times as long. */
  readonly callMs?: number;
  readonly pace?: Partial<FollowingPace>;
}

export interface EventStoreDb extends EventStore {
  /** How the subscription fares that wakes readers. */
  readonly following: () => Following;
}

const usual = { callMs: 4000, retryMs: 250, longestRetryMs: 10_000, stalledMs: 10_000 } as const;
/** Of the log, read at once; what is not an event of ours counts along. */
const page: Readonly<Record<'first' | 'fewest' | 'most', number>> = { first: 2, fewest: 32, most: 4096 };

/** The event store on EventStoreDB. Throws `WrongEventStoreDbUrl`; connects by itself, and again when it must. */
export const eventStoreDb = (options: EventStoreDbOptions): EventStoreDb => {
  const { url, report, callMs = usual.callMs } = options;
  const connection = connect({ url, report, callMs });
  const { client, collect, fromLeader } = connection;
  const feed = followLog(connection, { ...usual, ...options.pace }, report);

  const read = async (stream: string, from: bigint, limit: number): Promise<readonly Found[]> => {
    const events = await collect(`reading ${stream}`, () =>
      client.readStream(stream, { fromRevision: from, maxCount: limit, direction: FORWARDS, ...fromLeader }),
    );
    return events.map((resolved) => {
      const found = fromWire(resolved);
      if (!found) throw new Error(`${stream} holds an event that Redress did not append: ${resolved.event?.id ?? ''}.`);
      return found;
    });
  };

  const revision = async (stream: string): Promise<bigint> => {
    const [last] = await collect(`looking at ${stream}`, () =>
      client.readStream(stream, { fromRevision: END, direction: BACKWARDS, maxCount: 1, ...fromLeader }),
    );
    return last?.event?.revision ?? noStream;
  };

  const readLog = async (after: Position, limit: number): Promise<readonly StoredEvent[]> => {
    const events: StoredEvent[] = [];
    let from = after;
    for (;;) {
      // The event at the position itself comes first.
      const count = Math.min(page.most, Math.max(page.fewest, limit - events.length) + 1);
      const found = await collect('reading the log', () =>
        client.readAll({
          fromPosition: logPositionOf(from) ?? START,
          maxCount: count,
          direction: FORWARDS,
          ...fromLeader,
        }),
      );
      for (const resolved of found) {
        const one = fromWire(resolved)?.event;
        if (one && one.position > after && (events.at(-1)?.position ?? after) < one.position) events.push(one);
      }
      const end = found.at(-1)?.event?.position;
      if (events.length >= limit || found.length < count || !end) break;
      from = positionOf(end);
    }
    const last = events.at(-1);
    if (last) feed.noted(last.position);
    return events.slice(0, limit);
  };

  /** Backwards over what the server itself has written, but not behind what is known. */
  const head = async (): Promise<Position> => {
    let before: Position | undefined;
    for (let count = page.first; ; count = Math.min(page.most, count * 8)) {
      const fromPosition = before === undefined ? END : (logPositionOf(before) ?? START);
      const found = await collect('looking for the head of the log', () =>
        client.readAll({ fromPosition, maxCount: count, direction: BACKWARDS, ...fromLeader }),
      );
      const last = found.map(traceOf).find((trace) => trace !== undefined)?.position;
      if (last !== undefined) {
        feed.noted(last);
        return last;
      }
      const first = found.at(-1)?.event?.position;
      const lowest = first && positionOf(first);
      if (lowest === undefined || lowest === before || found.length < count) return beginning;
      if (lowest <= feed.known()) return feed.known();
      before = lowest;
    }
  };

  const append = appending({ connection, read, revision, seen: feed.seen });
  return {
    logId: logIdOf(connection),
    append: async (wanted) => {
      const appended = await append(wanted);
      feed.noted(appended.position);
      return appended;
    },
    read: async (stream, from = 0n, limit = 10_000) => (await read(stream, from, limit)).map(({ event }) => event),
    revision,
    readLog,
    at: async (position) => {
      const [resolved] = await collect('looking at an event', () =>
        client.readAll({ fromPosition: logPositionOf(position) ?? START, maxCount: 1, ...fromLeader }),
      );
      const event = resolved && fromWire(resolved)?.event;
      return event?.position === position ? event : undefined;
    },
    head,
    onAppended: (wake) => feed.listen(wake),
    following: feed.following,
    close: async () => {
      await feed.close();
      await connection.close();
    },
  };
};

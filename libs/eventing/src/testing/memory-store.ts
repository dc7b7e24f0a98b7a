import { beginning, type Position } from '../event.js';
import {
  type Append,
  type Appended,
  checkLimits,
  Conflict,
  type EventStore,
  noStream,
  type StoredEvent,
} from '../event-store.js';
import { derivedId } from '../ids.js';

/** A log in memory, for specs of what stands above a store.. */
export const memoryStore = (log: MemoryLog = { events: [], wakes: new Set() }): EventStore => {
  const ofStream = (stream: string): readonly StoredEvent[] => log.events.filter((event) => event.stream === stream);
  const append = ({ stream, expected, events }: Append): Appended => {
    const known = ofStream(stream);
    const actual = BigInt(known.length) + noStream;
    if (actual !== expected) {
      const there = known.slice(Number(expected) + 1, Number(expected) + 1 + events.length);
      const last = there.at(-1);
      if (last && there.length === events.length && there.every(({ id }, index) => id === events[index]?.id))
        return { revision: last.revision, position: last.position, repeated: true };
      throw new Conflict(stream, expected, actual);
    }
    for (const [index, event] of events.entries())
      log.events.push({
        ...event,
        stream,
        revision: expected + BigInt(index) + 1n,
        position: String(log.events.length + 1).padStart(19, '0') as Position,
      });
    const last = log.events.at(-1) as StoredEvent;
    log.wakes.forEach((wake) => wake());
    return { revision: last.revision, position: last.position, repeated: false };
  };

  return {
    logId: async () => derivedId('memory log'),
    append: async (wanted) => {
      checkLimits(wanted);
      return append(wanted);
    },
    read: async (stream, from = 0n, limit = 10_000) => ofStream(stream).slice(Number(from), Number(from) + limit),
    revision: async (stream) => BigInt(ofStream(stream).length) + noStream,
    readLog: async (after, limit) => log.events.filter(({ position }) => position > after).slice(0, limit),
    at: async (position) => log.events.find((event) => event.position === position),
    head: async () => log.events.at(-1)?.position ?? beginning,
    onAppended: (wake) => {
      log.wakes.add(wake);
      return () => log.wakes.delete(wake);
    },
    close: async () => undefined,
  };
};

export interface MemoryLog {
  readonly events: StoredEvent[];
  readonly wakes: Set<() => void>;
}

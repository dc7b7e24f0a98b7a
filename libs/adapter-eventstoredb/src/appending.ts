import { randomUUID } from 'node:crypto';
import { type AppendResult, type EventData, NO_STREAM } from '@eventstore/db-client';
import {
  type Append,
  type Appended,
  checkLimits,
  Conflict,
  LimitExceeded,
  noStream,
  OutcomeUnknown,
  type Position,
} from '@redress/eventing';
import type { Connection } from './connection.js';
import { fateOf, PromiseBroken, StreamTombstoned } from './failures.js';
import { positionOf } from './positions.js';
import { type Found, toWire, type Trace } from './recorded.js';

interface Parts {
  readonly connection: Connection;
  /** Events of a stream from a revision on. */
  readonly read: (stream: string, from: bigint, limit: number) => Promise<readonly Found[]>;
  readonly revision: (stream: string) => Promise<bigint>;
  /** What the subscription told of the event at a position, if it did within a moment. */
  readonly seen: (position: Position) => Promise<Trace | undefined>;
}

/** An append is sent this often before its caller is told that nobody knows. */
const sends = 2;

/**
 * Appends at an exact revision. While the outcome is unknown the stream is read for our events, and if they are not
 * there the identical append is sent again at the same revision: that is what the server recognises.
 */
export const appending = ({ connection, read, revision, seen }: Parts): ((append: Append) => Promise<Appended>) => {
  const send = ({ stream, expected }: Append, events: readonly EventData[]): Promise<AppendResult> =>
    connection.within(
      `appending to ${stream}`,
      connection.client.appendToStream(stream, [...events], {
        expectedRevision: expected === noStream ? NO_STREAM : expected,
        ...connection.fromLeader,
      }),
    );

  const following = ({ stream, expected, events }: Append): Promise<readonly Found[]> =>
    read(stream, expected + 1n, events.length);
  const isOurs = ({ events }: Append, there: readonly Found[]): boolean =>
    there.length === events.length && there.every(({ event }, index) => event.id === events[index]?.id);

  const answer = (there: readonly Found[], attempt: string): Appended => {
    const last = there.at(-1) as Found;
    return { revision: last.event.revision, position: last.event.position, repeated: last.attempt !== attempt };
  };

  /**
   * The server answers a repetition as the first time, also one that says something else under the same ids. So it is
   * looked at whose event stands there: the subscription has mostly told, else it is read. Where it cannot be read either,
   * nobody may rely on it.
   */
  const confirm = async (append: Append, attempt: string, result: AppendResult): Promise<Appended> => {
    const { stream, expected, events } = append;
    const { nextExpectedRevision: last } = result;
    const first = last - BigInt(events.length) + 1n;
    // A stream that was deleted goes on with its old revisions.
    if (first !== expected + 1n && (expected !== noStream || first < 0n))
      throw new PromiseBroken(`an append to ${stream} after ${expected} was answered with revision ${last}`);
    const position = positionOf(result.position);
    const there = (await seen(position)) ?? (await lastOf(stream, last));
    if (there === 'unreadable') return { revision: last, position, repeated: true };
    if (there?.id !== events.at(-1)?.id || there?.revision !== last)
      throw new PromiseBroken(`what was appended to ${stream} does not stand at revision ${last}`);
    return { revision: last, position, repeated: there.attempt !== attempt };
  };
  const lastOf = (stream: string, at: bigint): Promise<Omit<Trace, 'position'> | 'unreadable' | undefined> =>
    read(stream, at, 1).then(
      ([found]) => found && { id: found.event.id, revision: found.event.revision, attempt: found.attempt },
      () => 'unreadable' as const,
    );

  const conflict = async (append: Append, attempt: string, error: unknown): Promise<Appended> => {
    const there = await following(append);
    if (isOurs(append, there)) return answer(there, attempt);
    const { actualVersion } = error as { readonly actualVersion?: unknown };
    throw new Conflict(append.stream, append.expected, typeof actualVersion === 'bigint' ? actualVersion : noStream);
  };

  /** Looks what became of an append; `undefined`: it is not there, and nothing else is in its place. */
  const lookUp = async (append: Append, attempt: string): Promise<Appended | undefined> => {
    const there = await following(append);
    if (isOurs(append, there)) return answer(there, attempt);
    if (there.length === 0) return undefined;
    throw new Conflict(append.stream, append.expected, await revision(append.stream));
  };

  return async (append) => {
    checkLimits(append);
    // On the wire -2 is "any" and -4 is "exists already".
    if (append.expected < noStream) throw new Conflict(append.stream, append.expected, await revision(append.stream));
    const attempt = randomUUID();
    const events = append.events.map((event) => toWire(event, attempt));
    let cause: unknown;
    for (let sent = 0; sent < sends; sent += 1) {
      const result = await send(append, events).catch((error: unknown) => ({ error }));
      if (!('error' in result)) return confirm(append, attempt, result);
      const { error } = result;
      switch (fateOf(error)) {
        case 'conflict':
          return unlessUnreadable(append, conflict(append, attempt, error));
        case 'tombstoned':
          throw new StreamTombstoned(append.stream);
        case 'too-large':
          throw new LimitExceeded(`EventStoreDB takes no append of this size to ${append.stream}.`);
        case 'refused':
          throw error;
        case 'missing':
        case 'unknown': {
          cause = error;
          const found = await unlessUnreadable(append, lookUp(append, attempt));
          if (found) return found;
        }
      }
    }
    throw new OutcomeUnknown(append.stream, cause);
  };
};

/** Where the stream cannot be read either, nobody knows. */
const unlessUnreadable = async <T>({ stream }: Append, looking: Promise<T>): Promise<T> => {
  try {
    return await looking;
  } catch (error) {
    if (error instanceof Conflict || error instanceof StreamTombstoned) throw error;
    throw new OutcomeUnknown(stream, error);
  }
};

import { beginning, type EventStore, type Position } from '@redress/eventing';
import { malformed, namedProblem, ProblemError } from '../http/problem.js';

/** How far a log was read, with the event that stands there: a log that was restored may have another one. */
export interface Place {
  readonly position: Position;
  readonly eventId: string;
}

export const start: Place = { position: beginning, eventId: '' };

const longest = 1_024;

export const writeLogCursor = (logId: string, { position, eventId }: Place): string =>
  Buffer.from(JSON.stringify([logId, position, eventId])).toString('base64url');

/**
 * The place that a cursor names, verified against the log. A 400 for what was never a cursor, and a 410 for one of
 * another log or of a state of this one that is gone, as after a backup was restored.
 */
export const readLogCursor = async (store: EventStore, cursor: string): Promise<Place> => {
  const parts = cursor.length <= longest && /^[\w-]+$/.test(cursor) ? partsOf(cursor) : undefined;
  if (!parts) throw notACursor();
  const [logId, position, eventId] = parts;
  if (logId !== (await store.logId())) throw gone('This cursor is of another log.');
  if (position === '') return start;
  const head = await store.head();
  // Positions of one log have one form. What is made up must not reach a store, which would fail at it.
  if (head !== beginning && (position.length !== head.length || !/^\d+$/.test(position))) throw notACursor();
  const place = { position: position as Position, eventId };
  if (place.position > head || (await store.at(place.position))?.id !== eventId)
    throw gone('The log does not hold any more what this cursor had passed: it was restored to an earlier state.');
  return place;
};

const partsOf = (cursor: string): readonly [string, string, string] | undefined => {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(read) && read.length === 3 && read.every((part) => typeof part === 'string')
      ? (read as unknown as readonly [string, string, string])
      : undefined;
  } catch {
    return undefined;
  }
};

const notACursor = (): ProblemError =>
  malformed('The cursor is not one that this feed answered.', [
    { field: 'from', message: 'must be a cursor that this feed answered' },
  ]);

const gone = (why: string): ProblemError =>
  new ProblemError(
    namedProblem(
      410,
      'other-log',
      `${why} Discard what was read of the log before, and read from the beginning: the same without a cursor.`,
    ),
  );

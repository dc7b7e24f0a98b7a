import { derivedId, noStream, type Position } from '@redress/eventing';
import { exampleEvent, memoryStore } from '@redress/eventing/testing';
import { ProblemError } from '../http/problem.js';
import { type Place, readLogCursor, start, writeLogCursor } from './log-cursor.js';

const logId = derivedId('memory log');
const withEvents = async (...names: readonly string[]) => {
  const store = memoryStore();
  const events = names.map((name) => exampleEvent(name));
  if (events.length > 0) await store.append({ stream: 'example.thing-1', expected: noStream, events });
  return store;
};
const positionOf = (number: number): Position => String(number).padStart(19, '0') as Position;
const placeOf = (number: number, name: string): Place => ({
  position: positionOf(number),
  eventId: exampleEvent(name).id,
});
const statusOf = (reading: Promise<Place>): Promise<number | undefined> =>
  reading.then(
    () => undefined,
    (error: unknown) => (error instanceof ProblemError ? error.problem.status : 500),
  );

describe('A cursor of the log', () => {
  it('leads back to its place', async () => {
    const store = await withEvents('a', 'b');
    for (const place of [start, placeOf(1, 'a'), placeOf(2, 'b')])
      expect(await readLogCursor(store, writeLogCursor(logId, place))).toEqual(place);
  });

  it('of another log, or of a state of this one that is gone, is gone for good', async () => {
    const store = await withEvents('a', 'b');
    for (const cursor of [
      writeLogCursor('another', placeOf(1, 'a')),
      writeLogCursor(logId, placeOf(1, 'x')),
      writeLogCursor(logId, placeOf(3, 'c')),
    ])
      expect(await statusOf(readLogCursor(store, cursor))).toBe(410);
    const emptied = await withEvents();
    expect(await statusOf(readLogCursor(emptied, writeLogCursor(logId, placeOf(1, 'a'))))).toBe(410);
  });

  it('that was made up is refused before a store sees it', async () => {
    const store = await withEvents('a');
    const inBase64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const cursor of [
      '',
      'not base64 !',
      'bm90IGpzb24',
      inBase64([logId, '1']),
      inBase64([logId, 1, 'a']),
      inBase64({ length: 3 }),
      inBase64([logId, '1', 'a']),
      inBase64([logId, 'x'.repeat(19), 'a']),
      'W'.repeat(2_000),
    ])
      expect([cursor, await statusOf(readLogCursor(store, cursor))]).toEqual([cursor, 400]);
  });
});

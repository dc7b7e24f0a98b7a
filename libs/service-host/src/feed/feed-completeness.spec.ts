import { type EventStore, noStream, type StoredEvent } from '@redress/eventing';
import { exampleEvent } from '@redress/eventing/testing';
import fc from 'fast-check';
import { ExampleModule } from '../testing/example.service.js';
import { type Platform, startPlatform } from '../testing/index.js';
import { feedSteps, usualPace } from './feed-steps.js';
import { type Place, start } from './log-cursor.js';

const never = new AbortController().signal;

describe('Readers of a log to which several write at once', () => {
  let platform: Platform;
  let store: EventStore;
  beforeAll(async () => {
    platform = await startPlatform(ExampleModule, { at: '2026-03-02T09:00:00Z' });
    ({ store } = platform.application.runtime.adapters);
  });
  afterAll(() => platform.stop());

  let streams = 0;
  const append = async (events: number): Promise<void> => {
    streams += 1;
    const name = `${streams}`;
    await store.append({
      stream: `example.${streams % 3 === 0 ? 'third' : 'thing'}-${name}`,
      expected: noStream,
      events: Array.from({ length: events }, (_, index) => exampleEvent(`${name} ${index}`)),
    });
  };

  /** Asks again and again, each time from where the answer before it ended, until it has seen so much. */
  const readOn = async (
    after: Place,
    limits: readonly number[],
    enough: (seen: readonly StoredEvent[], upTo: Place) => boolean,
    takes: (event: StoredEvent) => boolean = () => true,
  ): Promise<readonly StoredEvent[]> => {
    const seen: StoredEvent[] = [];
    let place = after;
    for (let turn = 0; !enough(seen, place); turn += 1)
      for await (const step of feedSteps({
        store,
        after: place,
        takes,
        limit: limits[turn % limits.length] ?? 1,
        until: await store.head(),
        gone: never,
        stopping: never,
        pace: { ...usualPace, pageSize: (turn % 7) + 1 },
      })) {
        if (step.kind === 'events') seen.push(...step.events);
        place = step.upTo;
      }
    return seen;
  };

  it('see every event once and in order, wherever the borders of their pages fall', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 25 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        async (appends, limits) => {
          const head = await store.head();
          const before = await store.at(head);
          const from: Place = before ? { position: before.position, eventId: before.id } : start;
          const total = appends.reduce((sum, count) => sum + count, 0);
          const writing = Promise.all(appends.map(append));
          const seen = await readOn(from, limits, (events) => events.length >= total);
          await writing;
          const written = await store.readLog(head, 1_000);
          expect(seen.map(({ id }) => id)).toEqual(written.map(({ id }) => id));
          const isThird = ({ stream }: StoredEvent): boolean => stream.startsWith('example.third-');
          const last = written.at(-1);
          const thirds = await readOn(from, limits, (_, { position }) => position === last?.position, isThird);
          expect(thirds.map(({ id }) => id)).toEqual(written.filter(isThird).map(({ id }) => id));
        },
      ),
      { numRuns: 15 },
    ));
});

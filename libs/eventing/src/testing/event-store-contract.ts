import fc from 'fast-check';
import { beginning, type Position } from '../event.js';
import {
  Conflict,
  type EventStore,
  type EventToAppend,
  LimitExceeded,
  limits,
  noStream,
  type StoredEvent,
} from '../event-store.js';
import { derivedId } from '../ids.js';

/** A store under test, on a log of its own; `other` is another process on the same log. */
export interface StoreUnderTest {
  readonly store: EventStore;
  readonly other: EventStore;
  close(): Promise<void>;
}

const nobody = { id: 'nobody', roles: [] };

const metadata = (commandId: string): EventToAppend['metadata'] => ({
  occurredAt: '2026-03-02T09:00:00.000Z',
  recordedAt: '2026-03-02T09:00:00.000Z',
  by: nobody,
  commandId,
  key: 'key',
  correlationId: commandId,
  causationId: commandId,
});

/** An event whose id follows from its name. */
export const exampleEvent = (name: string, data = '{}'): EventToAppend => ({
  id: derivedId('example', name),
  type: 'example.Happened',
  version: 1,
  data,
  metadata: metadata(derivedId('command', name)),
});

const readAll = async (store: EventStore, after: Position = beginning, page = 100): Promise<readonly StoredEvent[]> => {
  const events = await store.readLog(after, page);
  const last = events.at(-1);
  return last ? [...events, ...(await readAll(store, last.position, page))] : [];
};

/** What every event store promises: `eventStoreContract('PostgreSQL', async () => …)`. */
export const eventStoreContract = (name: string, open: () => Promise<StoreUnderTest>): void => {
  describe(`The event store on ${name}`, () => {
    let under: StoreUnderTest;
    let stream: string;
    let streams = 0;
    beforeAll(async () => {
      under = await open();
    });
    afterAll(() => under.close());
    beforeEach(() => {
      streams += 1;
      stream = `example.thing-${derivedId(String(streams), String(process.hrtime.bigint()))}`;
    });

    it('keeps what was appended, in order, as the same bytes', async () => {
      const data = '{"text":"불만  \\u0000 😀","n":1.0}';
      const { store } = under;
      await store.append({
        stream,
        expected: noStream,
        events: [exampleEvent(`${stream}a`, data), exampleEvent(`${stream}b`)],
      });
      const events = await store.read(stream);
      expect(events.map(({ revision }) => revision)).toEqual([0n, 1n]);
      expect(events[0]).toMatchObject({
        stream,
        data,
        type: 'example.Happened',
        version: 1,
        metadata: metadata(derivedId('command', `${stream}a`)),
      });
      expect(await store.revision(stream)).toBe(1n);
      expect(await store.at(events[1]?.position as Position)).toEqual(events[1]);
    });

    it('knows no events of a stream that was never written', async () => {
      expect(await under.store.read(stream)).toEqual([]);
      expect(await under.store.revision(stream)).toBe(noStream);
    });

    it('reads on from a revision, in parts', async () => {
      const events = ['a', 'b', 'c', 'd'].map((part) => exampleEvent(`${stream}${part}`));
      await under.store.append({ stream, expected: noStream, events });
      expect((await under.store.read(stream, 1n, 2)).map(({ id }) => id)).toEqual(
        events.slice(1, 3).map(({ id }) => id),
      );
    });

    it('lets one of two writers at the same revision win and tells the other', async () => {
      const attempts = [under.store, under.other].map((store, index) =>
        store.append({ stream, expected: noStream, events: [exampleEvent(`${stream}${index}`)] }),
      );
      const outcomes = await Promise.allSettled(attempts);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const [lost] = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(lost?.reason).toBeInstanceOf(Conflict);
      expect(lost?.reason).toMatchObject({ expected: noStream, actual: 0n });
      expect(await under.store.read(stream)).toHaveLength(1);
    });

    it('refuses a revision that the stream has not reached, and one that it has passed', async () => {
      await under.store.append({ stream, expected: noStream, events: [exampleEvent(`${stream}a`)] });
      for (const expected of [noStream, 1n, 5n])
        await expect(
          under.store.append({ stream, expected, events: [exampleEvent(`${stream}other${expected}`)] }),
        ).rejects.toBeInstanceOf(Conflict);
    });

    it('answers the same append sent again as the first time, whoever sends it and whatever came after', async () => {
      const append = { stream, expected: noStream, events: [exampleEvent(`${stream}a`), exampleEvent(`${stream}b`)] };
      const first = await under.store.append(append);
      await under.store.append({ stream, expected: 1n, events: [exampleEvent(`${stream}c`)] });
      const again = await under.other.append(append);
      expect(again).toMatchObject({ revision: first.revision, position: first.position, repeated: true });
      expect(first.repeated).toBe(false);
      expect(await under.store.read(stream)).toHaveLength(3);
    });

    it('never tells the loser that it succeeded', async () => {
      await under.store.append({ stream, expected: noStream, events: [exampleEvent(`${stream}a`)] });
      const mixed = [exampleEvent(`${stream}a`), exampleEvent(`${stream}b`)];
      await expect(under.store.append({ stream, expected: noStream, events: mixed })).rejects.toBeInstanceOf(Conflict);
    });

    it('takes an append of the largest size and refuses a larger one before anything is stored', async () => {
      const spare = 4096;
      const fits = exampleEvent(`${stream}fits`, JSON.stringify({ text: 'x'.repeat(limits.appendBytes - spare) }));
      await under.store.append({ stream, expected: noStream, events: [fits] });
      const larger = exampleEvent(`${stream}larger`, JSON.stringify({ text: 'x'.repeat(limits.appendBytes) }));
      await expect(under.store.append({ stream, expected: 0n, events: [larger] })).rejects.toBeInstanceOf(
        LimitExceeded,
      );
      await expect(under.store.append({ stream, expected: 0n, events: [] })).rejects.toBeInstanceOf(LimitExceeded);
      expect(await under.store.revision(stream)).toBe(0n);
    });

    it('gives every event a place in one log, after all that stood there before', async () => {
      const before = await under.store.head();
      const { position } = await under.store.append({
        stream,
        expected: noStream,
        events: [exampleEvent(`${stream}a`)],
      });
      expect(position > before).toBe(true);
      expect(await under.other.head()).toBe(position);
      expect((await readAll(under.other, before)).map(({ id }) => id)).toEqual([exampleEvent(`${stream}a`).id]);
    });

    it('skips nothing for a reader that follows while many write', async () => {
      const from = await under.store.head();
      const seen: StoredEvent[] = [];
      const names = Array.from({ length: 200 }, (_, index) => `${stream}.${index}`);
      let writing = true;
      const follow = async (): Promise<void> => {
        for (let position = from; ;) {
          const page = await under.other.readLog(position, 7);
          seen.push(...page);
          position = page.at(-1)?.position ?? position;
          if (page.length === 0 && !writing) return;
        }
      };
      const following = follow();
      await Promise.all(
        names.map((one, index) =>
          (index % 2 ? under.store : under.other).append({
            stream: one,
            expected: noStream,
            events: [exampleEvent(one)],
          }),
        ),
      );
      writing = false;
      await following;
      expect(new Set(seen.map(({ stream: of }) => of))).toEqual(new Set(names));
      const positions = seen.map(({ position }) => position);
      expect(positions).toEqual([...new Set(positions)].sort());
    });

    it('wakes those who wait when something is appended', async () => {
      const woken = new Promise<void>((resolve) => under.store.onAppended(resolve));
      await under.store.append({ stream, expected: noStream, events: [exampleEvent(`${stream}a`)] });
      await woken;
    });

    it('keeps its id', async () => {
      expect(await under.store.logId()).toBe(await under.other.logId());
    });

    it('holds, after any sequence of appends by two processes, what a list would hold', async () => {
      const step = fc.record({
        who: fc.nat(1),
        which: fc.nat(2),
        behind: fc.nat(1),
        size: fc.integer({ min: 1, max: 3 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.uuid(), fc.array(step, { maxLength: 12 }), async (run, steps) => {
          const model = new Map<string, string[]>();
          for (const [index, { who, which, behind, size }] of steps.entries()) {
            const target = `example.run-${run}-${which}`;
            const known = model.get(target) ?? [];
            const expected = BigInt(known.length - 1 - behind);
            const events = Array.from({ length: size }, (_, n) => exampleEvent(`${run} ${index} ${n}`));
            const append = (who ? under.store : under.other).append({ stream: target, expected, events });
            if (behind > 0) await expect(append).rejects.toBeInstanceOf(Conflict);
            else {
              await append;
              model.set(target, [...known, ...events.map(({ id }) => id)]);
            }
          }
          for (const [target, ids] of model) expect((await under.other.read(target)).map(({ id }) => id)).toEqual(ids);
        }),
        { numRuns: 25 },
      );
    });
  });
};

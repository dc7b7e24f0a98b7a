import { type Append, Conflict, noStream, OutcomeUnknown } from '@redress/eventing';
import { exampleEvent } from '@redress/eventing/testing';
import fc from 'fast-check';
import { type EventStoreDb, eventStoreDb } from './event-store.js';
import { type EventStoreDbDouble, startEventStoreDbDouble } from './testing/double.js';
import type { Fault } from './testing/faults.js';

/** Long enough for a busy machine to answer in, short for who waits in vain. */
const patience = { callMs: 1000 };
const impatience = { callMs: 100 };
const quiet = (): void => undefined;

describe('An append to EventStoreDB', () => {
  let double: EventStoreDbDouble;
  let store: EventStoreDb;
  let other: EventStoreDb;
  let streams = 0;
  const fresh = (...names: readonly string[]): Append => {
    const stream = `example.outage-${(streams += 1)}`;
    return {
      stream,
      expected: noStream,
      events: (names.length > 0 ? names : ['a']).map((name) => exampleEvent(stream + name)),
    };
  };
  const idsIn = async (stream: string): Promise<readonly string[]> => (await store.read(stream)).map(({ id }) => id);
  const idsOf = ({ events }: Append): readonly string[] => events.map(({ id }) => id);

  beforeAll(async () => {
    double = await startEventStoreDbDouble();
    const open = (): EventStoreDb => eventStoreDb({ url: double.url, report: quiet, ...patience });
    [store, other] = [open(), open()];
    await Promise.all([store.logId(), other.logId()]);
  });
  afterAll(async () => {
    await store.close();
    await other.close();
    await double.stop();
  });

  it.each<Fault>(['hang', 'lose-answer', 'drop', 'drop-after', 'unavailable', 'not-leader'])(
    'is done once and answered truly when the server meets it with: %s',
    async (fault) => {
      const append = fresh('a', 'b');
      double.faults.meet('append', fault);
      expect(await store.append(append)).toMatchObject({ revision: 1n, repeated: false });
      expect(await idsIn(append.stream)).toEqual(idsOf(append));
    },
  );

  it('says that nobody knows when neither it nor a look at the stream is answered, and is told the truth later', async () => {
    const append = fresh();
    double.faults.meet('append', 'lose-answer');
    double.faults.meet('read', 'hang');
    await expect(store.append(append)).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(await store.append(append)).toMatchObject({ revision: 0n, repeated: true });
    expect(await idsIn(append.stream)).toEqual(idsOf(append));
  });

  it('is a conflict when its answer was lost and somebody else was first', async () => {
    const [mine, theirs] = [fresh(), fresh()];
    await other.append({ ...theirs, stream: mine.stream });
    double.faults.meet('append', 'hang');
    await expect(store.append(mine)).rejects.toMatchObject({ expected: noStream, actual: 0n });
    expect(await idsIn(mine.stream)).toEqual(idsOf(theirs));
  });

  it('is a repetition, not a success of its own, when something else stands there under the same ids', async () => {
    const append = fresh();
    await other.append(append);
    const otherwise = { ...append, events: append.events.map((event) => ({ ...event, data: '{"other":true}' })) };
    expect(await store.append(otherwise)).toMatchObject({ revision: 0n, repeated: true });
    expect((await store.read(append.stream)).map(({ data }) => data)).toEqual(['{}']);
  });

  it('may be counted as repeated, never as new, when what stands there cannot be read', async () => {
    double.faults.meet('subscribe', 'hang');
    const blind = eventStoreDb({ url: double.url, report: quiet, ...patience });
    await double.faults.met('subscribe');
    double.faults.meet('read', 'unavailable');
    expect(await blind.append(fresh())).toMatchObject({ revision: 0n, repeated: true });
    expect(await blind.append(fresh())).toMatchObject({ revision: 0n, repeated: false });
    await blind.close();
  });

  it('never takes a revision that no stream can have for "any"', async () => {
    const append = fresh();
    await store.append(append);
    for (const expected of [-2n, -4n])
      await expect(store.append({ ...fresh(), stream: append.stream, expected })).rejects.toBeInstanceOf(Conflict);
  });

  it('answered late, when nobody waits for it any more, harms nobody', async () => {
    const [mine, theirs] = [fresh(), fresh()];
    double.faults.meet('append', 'hold');
    const waiting = store.append(mine);
    await double.faults.met('append');
    double.faults.meet('append', 'drop');
    await other.append(theirs);
    expect(await waiting).toMatchObject({ revision: 0n, repeated: false });
    double.faults.release();
    expect(await store.append(fresh())).toMatchObject({ revision: 0n });
  });

  it('is one of many under way, all of which are settled when their connection breaks', async () => {
    const many = Array.from({ length: 200 }, () => fresh());
    double.faults.meet('append', 'drop');
    const outcomes = await Promise.allSettled(many.map((append) => store.append(append)));
    const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(lost.filter((reason) => !(reason instanceof OutcomeUnknown))).toEqual([]);
    const again = (append: Append): Promise<unknown> => store.append(append).catch(() => again(append));
    await Promise.all(many.map(again));
    for (const append of many) expect(await idsIn(append.stream)).toEqual(idsOf(append));
  });

  it('of one process survives that the connection of another in the same program breaks', async () => {
    const [mine, theirs] = [fresh(), fresh()];
    await Promise.all([store.append(fresh()), other.append(fresh())]);
    double.faults.meet('append', 'lose-answer');
    const waiting = store.append(mine);
    await double.faults.met('append');
    double.faults.meet('append', 'drop');
    await Promise.all([other.append(theirs), waiting]);
    expect(await idsIn(mine.stream)).toEqual(idsOf(mine));
    expect(await idsIn(theirs.stream)).toEqual(idsOf(theirs));
  });

  it('is found done exactly once after any sequence of faults', async () => {
    const step = fc.record({
      which: fc.nat(2),
      size: fc.integer({ min: 1, max: 3 }),
      faults: fc.array(fc.constantFrom<Fault>('hang', 'lose-answer', 'drop', 'drop-after', 'unavailable'), {
        maxLength: 3,
      }),
    });
    const hasty = eventStoreDb({ url: double.url, report: quiet, ...impatience });
    const surely = async (append: Append): Promise<void> => {
      for (;;)
        try {
          await hasty.append(append);
          return;
        } catch (error) {
          if (!(error instanceof OutcomeUnknown)) throw error;
        }
    };
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 5 }), async (steps) => {
        runs += 1;
        const model = new Map<string, string[]>();
        for (const [index, { which, size, faults }] of steps.entries()) {
          const stream = `example.run-${runs}-${which}`;
          const known = model.get(stream) ?? [];
          const events = Array.from({ length: size }, (_, n) => exampleEvent(`${runs} ${index} ${n}`));
          for (const fault of faults) double.faults.meet('append', fault);
          await surely({ stream, expected: BigInt(known.length) + noStream, events });
          model.set(stream, [...known, ...events.map(({ id }) => id)]);
        }
        for (const [stream, ids] of model) expect(await idsIn(stream)).toEqual(ids);
      }),
      { numRuns: 8 },
    );
    await hasty.close();
  }, 120_000);

  it('goes on by itself after the server was away', async () => {
    const append = fresh();
    await double.halt();
    await expect(store.append(append)).rejects.toBeInstanceOf(OutcomeUnknown);
    await expect(store.read(append.stream)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    await double.restart();
    const surely = async (): Promise<unknown> => store.append(append).catch(surely);
    expect(await surely()).toMatchObject({ revision: 0n });
    expect(await idsIn(append.stream)).toEqual(idsOf(append));
  });
});

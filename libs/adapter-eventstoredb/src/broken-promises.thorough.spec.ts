import type { EventStore } from '@redress/eventing';
import { eventStoreContract, type StoreUnderTest } from '@redress/eventing/testing';
import { eventStoreDb } from './event-store.js';
import { type BrokenPromise } from './testing/faults.js';
import { startEventStoreDbDouble } from './testing/double.js';

type Step = () => unknown;
interface Suite {
  readonly before: Step[];
  readonly each: Step[];
  readonly cases: { readonly name: string; readonly run: Step }[];
}

/** The contract's cases as they are, to be run one by one instead of by the test runner. */
const suiteOf = (open: () => Promise<StoreUnderTest>): Suite => {
  const suite: Suite = { before: [], each: [], cases: [] };
  const runner = { describe, it, beforeAll, beforeEach, afterAll };
  Object.assign(globalThis, {
    describe: (_: string, define: Step) => define(),
    it: (name: string, run: Step) => suite.cases.push({ name, run }),
    beforeAll: (step: Step) => suite.before.push(step),
    beforeEach: (step: Step) => suite.each.push(step),
    afterAll: () => undefined,
  });
  try {
    eventStoreContract('a server that breaks a promise', open);
  } finally {
    Object.assign(globalThis, runner);
  }
  return suite;
};

const inTurn = async (steps: readonly Step[]): Promise<void> => {
  for (const step of steps) await step();
};

/** A store that keeps silent once its case is over: what a failed case has left running must not speak any more. */
const silenced = (store: EventStore, isOver: () => boolean): EventStore => ({
  ...store,
  readLog: async (after, limit) => {
    const events = await store.readLog(after, limit);
    return isOver() ? new Promise(() => undefined) : events;
  },
});

/** The names of the cases that fail on a server that breaks this promise. */
const brokenOn = async (breaks: BrokenPromise | undefined): Promise<readonly string[]> => {
  const double = await startEventStoreDbDouble(breaks ? { breaks } : {});
  const stores = [0, 1].map(() => eventStoreDb({ url: double.url, report: () => undefined }));
  const names = suiteOf(() => Promise.reject(new Error('No case is run.'))).cases.map(({ name }) => name);
  const failed: string[] = [];
  for (const [index, name] of names.entries()) {
    let isOver = false;
    const [store, other] = stores.map((one) => silenced(one, () => isOver)) as [EventStore, EventStore];
    const { before, each, cases } = suiteOf(async () => ({ store, other, close: async () => undefined }));
    await inTurn([...before, ...each]);
    try {
      await cases[index]?.run();
    } catch {
      failed.push(name);
    }
    isOver = true;
  }
  await Promise.all(stores.map((store) => store.close()));
  await double.stop();
  return failed;
};

describe('The contract of the event store', () => {
  it('is kept by the double as it is', async () => {
    expect(await brokenOn(undefined)).toEqual([]);
  });

  it.each<readonly [BrokenPromise, string]>([
    ['wrong-revision', 'keeps what was appended, in order, as the same bytes'],
    ['lost-append', 'keeps what was appended, in order, as the same bytes'],
    ['later-wins', 'lets one of two writers at the same revision win and tells the other'],
    ['skipped-event', 'skips nothing for a reader that follows while many write'],
  ])('notices a server that breaks a promise: %s', async (breaks, name) => {
    expect(await brokenOn(breaks)).toContain(name);
  });
});

import {
  type Batch,
  type Consumer,
  ConsumerEnded,
  type EventStore,
  Fenced,
  type Position,
  type StoredEvent,
} from '@redress/eventing';
import { partitionQueue, type Fetched } from './partition-queue.js';
import { type Place, readPlace, writePlace } from './place.js';
import { type Arrived, decode } from './record.js';
import { growing, resting } from './resting.js';
import { TopicChanged } from './topic.js';

/** What a reader may ask of the membership that got it its partition. */
export interface Membership {
  /** What comes next begins at this offset; `undefined`: at the beginning of the partition. */
  seek(offset: bigint | undefined): void;
  pause(): void;
  resume(): void;
  /** Resolves once the group has confirmed that this process belongs to it, counted from now. */
  confirmed(): Promise<void>;
  /** An offset from which nothing is known to come after this position; `undefined`: the beginning. */
  guess(position: Position): Promise<bigint | undefined>;
  /** For tools that show lag. */
  done(offset: bigint): void;
  /** The consumer has ended, and with it all its partitions. */
  over(reason: ConsumerEnded): void;
}

export interface ReaderParts {
  readonly partition: number;
  readonly topic: string;
  readonly consumer: Consumer;
  readonly store: EventStore;
  /** Pages of the log, shared by those who catch up. */
  readonly page: (after: Position) => Promise<readonly StoredEvent[]>;
  readonly fullPage: number;
  readonly partitionOf: (key: string) => number;
  readonly membership: Membership;
  /** How long records are gathered under load; specs have no load. */
  readonly gatherMs: number;
  readonly report: (error: unknown) => void;
  readonly foreign: (why: string) => void;
}

/** Hands the records of a partition to a consumer for as long as the process has it. */
export interface PartitionReader {
  /** In the order of their offsets. */
  offer(records: readonly Fetched[]): void;
  /** Ends after the batch at hand. */
  end(): Promise<void>;
}

/** Enough for some batches; more would be memory. */
const queued = { most: 5000, least: 1000 } as const;
const batchSize = 500;
const longestGatherMs = 200;

/** The partition holds something else than what the checkpoint tells. */
class Misplaced extends Error {
  constructor(readonly otherwise: Expected['otherwise']) {
    super();
  }
}

/** What the first record after a seek has to be. */
interface Expected {
  readonly fits: (record: Fetched, arrived: Arrived) => boolean;
  /** Where to look if it does not. */
  readonly otherwise: 'guess' | 'beginning';
}
/** Not where the records before it ended: the topic was cut, or made anew. */
const nothingFits: Expected = { fits: () => false, otherwise: 'guess' };

export const partitionReader = (parts: ReaderParts, previous: Promise<void>): PartitionReader => {
  const { partition, topic, consumer, store, page, fullPage, partitionOf, membership, gatherMs, report, foreign } =
    parts;
  const rest = resting();
  const queue = partitionQueue();
  let next: bigint | undefined;
  let seeking = true;
  let paused = true;
  let expected: Expected | undefined;
  let known: Position;
  let logId: string;

  const goTo = (offset: bigint | undefined, first: Expected | undefined): void => {
    queue.clear();
    expected = first;
    next = offset;
    seeking = false;
    membership.seek(offset);
    membership.resume();
    paused = false;
  };
  const hold = (): void => {
    membership.pause();
    paused = true;
  };
  const toPlace = ({ offset, after }: Place): void =>
    goTo(offset - 1n, {
      fits: (record, arrived) => record.offset === offset - 1n && 'position' in arrived && arrived.position === after,
      otherwise: 'guess',
    });
  /** Any place will do at which nothing stands that is not known yet. */
  const toGuess = (offset: bigint | undefined): void =>
    goTo(
      offset,
      offset === undefined
        ? undefined
        : { fits: (_, arrived) => 'position' in arrived && arrived.position <= known, otherwise: 'beginning' },
    );

  /** Repeats until it is handled, or somebody else must act. */
  const deliver = async (batch: Batch): Promise<void> => {
    for (let failures = 1; !rest.stopped(); failures += 1) {
      try {
        await consumer.handle(batch);
        known = batch.upTo;
        return;
      } catch (error) {
        if (error instanceof Fenced || error instanceof ConsumerEnded) throw error;
        report(error);
        await rest.for(growing(failures));
      }
    }
  };

  /** What the topic may not have, or no longer: up to where the log ends now. */
  const catchUp = async (): Promise<void> => {
    for (let from = known; !rest.stopped();) {
      const events = await page(from);
      const last = events.at(-1);
      if (!last) return;
      const isEnd = events.length < fullPage;
      const ours = events.filter(({ metadata }) => partitionOf(metadata.key) === partition);
      if (ours.length > 0 || isEnd) await deliver({ partition, events: ours, upTo: last.position });
      from = last.position;
      if (isEnd) return;
    }
  };

  const begin = async (): Promise<void> => {
    const { position, offset } = await consumer.assigned(partition);
    known = position;
    logId = await store.logId();
    const place = readPlace(offset);
    if (place && place.after <= known) return toPlace(place);
    await catchUp();
    if (!rest.stopped()) toGuess(await membership.guess(known));
  };

  /** In the order of the topic, without what is known; a batch ends with an event, or holds none. */
  const batchesOf = (records: readonly Fetched[]): readonly Batch[] => {
    let events: StoredEvent[] = [];
    let upTo = known;
    let place: Place | undefined;
    const batches: Batch[] = [];
    const close = (): void => {
      if (!place || upTo <= (batches.at(-1)?.upTo ?? known)) return;
      batches.push({ partition, events, upTo, offset: writePlace(place) });
      events = [];
    };
    for (const record of records) {
      const arrived = decode(record);
      if (expected && !expected.fits(record, arrived)) throw new Misplaced(expected.otherwise);
      expected = undefined;
      if (arrived.kind === 'foreign') {
        foreign(arrived.why);
        continue;
      }
      if (arrived.logId !== logId)
        throw new TopicChanged(
          topic,
          `carries events of the log ${arrived.logId}, and this is ${logId}`,
          'Say the topic of this log by KAFKA_TOPIC, or empty it and run redress relay republish.',
        );
      if (arrived.kind === 'progress' && events.length > 0 && arrived.position > upTo) close();
      place = { offset: record.offset + 1n, after: arrived.position };
      if (arrived.position <= upTo) continue;
      if (arrived.kind === 'event') events.push(arrived.event);
      upTo = arrived.position;
    }
    close();
    return batches;
  };

  const work = async (): Promise<void> => {
    while (!rest.stopped()) {
      const records = await queue.take(batchSize);
      if (paused && queue.length < queued.least) {
        membership.resume();
        paused = false;
      }
      const began = performance.now();
      for (const batch of batchesOf(records)) {
        await deliver(batch);
        if (rest.stopped()) return;
      }
      const last = records.at(-1);
      if (last) membership.done(last.offset + 1n);
      const tookMs = performance.now() - began;
      // Twice as long as the work took, so that under load there is time for those who wait for an answer.
      if (gatherMs > 0 && queue.length < batchSize)
        await rest.for(Math.min(longestGatherMs, Math.max(gatherMs, tookMs * 2)));
    }
  };

  /** The checkpoint is of another topic, or the topic was made anew: what it lacks comes from the store. */
  const lookElsewhere = async (where: Expected['otherwise']): Promise<void> => {
    if (where === 'guess')
      report(
        new Error(`Partition ${partition} of ${topic} does not hold what was read of it: the store is asked instead.`),
      );
    await catchUp();
    if (!rest.stopped()) toGuess(where === 'guess' ? await membership.guess(known) : undefined);
  };
  const interrupt = (): void => {
    hold();
    seeking = true;
    queue.clear();
  };

  const run = async (): Promise<void> => {
    await previous;
    let task = begin;
    for (let failures = 1; !rest.stopped();) {
      try {
        await task();
        failures = 1;
        task = work;
      } catch (error) {
        if (error instanceof ConsumerEnded) return membership.over(error);
        interrupt();
        if (error instanceof Misplaced) {
          task = () => lookElsewhere(error.otherwise);
          continue;
        }
        task = begin;
        if (error instanceof Fenced) {
          // Whoever has lost the partition must not take it back before the group has told so.
          await rest.until(membership.confirmed());
          continue;
        }
        report(error);
        await rest.for(growing(failures));
        failures += 1;
      }
    }
  };
  const running = run();

  return {
    offer: (records) => {
      const first = records[0];
      if (seeking || !first) return;
      if (next !== undefined && first.offset !== next && !expected) expected = nothingFits;
      next = (records.at(-1)?.offset ?? first.offset) + 1n;
      queue.put(records);
      if (!paused && queue.length > queued.most) hold();
    },
    end: async () => {
      rest.stop();
      queue.close();
      await running;
    },
  };
};

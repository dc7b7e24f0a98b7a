import {
  type AnyEffect,
  type AnyReactor,
  beginning,
  type CommandSender,
  type Consumer,
  type EventStore,
  type Facts,
  Fenced,
  type Position,
  ConsumerEnded,
  type Recorded,
  type StoredEvent,
} from '@redress/eventing';
import type { EntityManager } from 'typeorm';
import { isPassing } from '../failures.js';
import { type Believed, type Checkpoint, type Checkpoints, commitSoon } from './checkpoints.js';
import { type Asked, consequencesOf, type Due, requestsOf } from './consequences.js';
import { deploymentOf } from './deployments.js';
import { idAt, isolating, lastOf } from './isolating.js';
import { memoriesOf, type Remembered } from './memories.js';
import type { Outbox } from './outbox.js';
import { describe, nothing, type Parking } from './parking.js';
import { passingBy } from './passing-by.js';
import { progress, type Progress } from './progress.js';
import type { Reading } from './reading.js';
import type { ServiceDatabase } from './service-database.js';
import type { Timers } from './timers.js';

/** Runs a service's reactors and notes its timers and effects: what follows from each event, once. */
export interface ActConsumer {
  readonly consumer: Consumer;
  readonly progress: Progress;
  /** Gives a parked key its events again; answers how many. Rejects when they still fail. */
  replay(key: string): Promise<number>;
}

/** Gathers what a reactor declared, as it stood at the event; `seen` is how far the log was read when it is asked. */
export type FactsAt = (facts: Facts, about: Recorded, seen: Position) => Promise<object>;

interface Parts {
  readonly database: ServiceDatabase;
  readonly store: EventStore;
  readonly checkpoints: Checkpoints;
  readonly reading: Reading;
  readonly commands: CommandSender;
  readonly factsAt: FactsAt;
  readonly reactors: readonly AnyReactor[];
  readonly effects: readonly AnyEffect[];
  readonly timers: Timers;
  readonly outbox: Outbox;
  readonly parking: Parking;
  readonly partitionOf: (key: string) => number;
  /** An event was set aside: somebody must look. */
  readonly alarm: (consumer: string, event: StoredEvent, error: unknown) => void;
  readonly refused: (rule: string, event: Recorded, reason: string) => void;
}

const checkpoint = 'act';

export const actConsumer = (parts: Parts): ActConsumer => {
  const { database, store, checkpoints, reading, commands, factsAt, reactors, effects, timers, outbox, refused } =
    parts;
  const { parking, partitionOf, alarm } = parts;
  const { dataSource, service } = database;
  const memories = memoriesOf({ dataSource, tables: database.memories, store, checkpoints, reading, partitionOf });
  const at = new Map<number, Checkpoint>();
  const listeners = [...reactors, ...effects];
  let deployments: ReadonlyMap<string, Position> = new Map();
  const done = progress((partition) => checkpoints.position(dataSource.manager, checkpoint, partition));

  const since = (name: string): Position => deployments.get(name) ?? beginning;

  const readers = reactors.filter(({ reads }) => reads === 'personal');
  /** The events that somebody reads with their personal fields, so. */
  const openedAmong = async (stored: readonly StoredEvent[]): Promise<ReadonlyMap<string, Recorded>> => {
    const read = stored.filter(({ type }) => {
      const name = reading.nameOf(type);
      return name !== undefined && readers.some(({ on }) => on[name]);
    });
    return new Map((read.length > 0 ? await reading.opened(read) : []).map((event) => [event.id, event]));
  };

  const consequences = async (
    events: readonly Recorded[],
    opened: ReadonlyMap<string, Recorded>,
    rows: Remembered,
    seen: Position,
  ): Promise<Consequences> => {
    const dues: Due[] = [];
    const asked: Asked[] = [];
    for (const event of events)
      for (const listener of listeners) {
        if (!listener.on[event.type] || event.position <= since(listener.name)) continue;
        const facts = await factsAt(listener.facts ?? {}, event, seen);
        const memory = listener.memory && rows.get(event.id)?.get(listener.memory.name);
        const known = { ...facts, memory };
        if ('carryOut' in listener) asked.push(...requestsOf(listener, event, known));
        else {
          const heard = listener.reads === 'personal' ? (opened.get(event.id) ?? event) : event;
          dues.push(...consequencesOf(listener, heard, known));
        }
      }
    return { dues, asked };
  };

  const dispatch = async (dues: readonly Due[], events: readonly Recorded[]): Promise<void> => {
    const causes = new Map(events.map((event) => [event.id, event]));
    // Sent in order without waiting: commands to one stream queue up in this order, those to others go side by side.
    const outcomes = await Promise.allSettled(
      dues.map(async ({ sending, cause }) => {
        const refusal = await commands.dispatch(sending, cause);
        const event = causes.get(cause.causationId);
        if (refusal && event) refused(cause.by.id, event, refusal.refused);
      }),
    );
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as Error);
    // What will pass is waited for before anything is set aside.
    const failure = failures.find(isPassing) ?? failures[0];
    if (failure) throw failure;
  };

  /** What follows from events, carried out or ready to be written; repeating it is harmless. */
  const follow = async (stored: readonly StoredEvent[], seen: Position): Promise<Followed> => {
    const events = reading.withheld(stored);
    const remembered = await memories.read(stored, events);
    const { rows } = await memories.begin(dataSource.manager, remembered);
    const { dues, asked } = await consequences(events, await openedAmong(stored), rows, seen);
    await dispatch(
      dues.filter(({ sending }) => !sending.at),
      events,
    );
    // Imported history wakes nobody.
    return { remembered, asked, later: dues.filter(({ sending, cause }) => sending.at && !cause.historical) };
  };
  const write = async (manager: EntityManager, { remembered, later, asked }: Followed): Promise<void> => {
    await (await memories.begin(manager, remembered)).end();
    await timers.set(manager, later);
    await outbox.put(manager, asked);
  };
  const wake = ({ later, asked }: Followed): void => {
    if (later.length > 0) timers.look();
    if (asked.length > 0) outbox.look();
  };

  const believed = (partition: number): Believed => {
    const taken = at.get(partition);
    if (!taken) throw new Fenced(`${service}.act`, partition);
    return { ...taken, consumer: checkpoint };
  };

  const act = async (
    partition: number,
    stored: readonly StoredEvent[],
    upTo: Position,
    offset?: string,
  ): Promise<void> => {
    const { position } = believed(partition);
    // What was delivered before must not move the checkpoint back: what stands in between would be heard twice.
    if (upTo <= position) return;
    const parked = (await parking.keys(dataSource.manager, [checkpoint])).get(checkpoint) ?? nothing;
    const fresh = stored.filter((event) => event.position > position);
    const followed = await follow(
      fresh.filter(({ metadata }) => !parked.has(metadata.key)),
      upTo,
    );
    await dataSource.transaction(async (manager) => {
      await commitSoon(manager);
      const eventId = idAt(stored, upTo);
      await checkpoints.move(manager, partition, [believed(partition)], upTo, eventId, offset);
      await memories.move(manager, [{ partition, to: upTo, eventId }]);
      await write(manager, followed);
      const behind = fresh.filter(({ metadata }) => parked.has(metadata.key));
      await parking.park(manager, checkpoint, behind, 'waits behind an earlier one');
    });
    at.set(partition, { ...believed(partition), position: upTo });
    wake(followed);
  };

  /** Much of the log concerns other services: for that no transaction is made. */
  const concerns = (stored: readonly StoredEvent[]): boolean => {
    const events = reading.withheld(stored);
    return events.some(({ type }) => listeners.some(({ on }) => on[type])) || memories.hears(events);
  };

  /** Progress over partitions on which nothing came. */
  const uneventful = passingBy(async (stretches) => {
    const passed = await Promise.all(
      [...stretches]
        .filter(([partition, { upTo }]) => (at.get(partition)?.position ?? upTo) < upTo)
        .map(async ([partition, { upTo, lastId, offset }]) => {
          // A position without its event could not be told from one in another log.
          const eventId = lastId ?? (await store.at(upTo))?.id;
          return { ...believed(partition), partition, to: upTo, eventId, offset };
        }),
    );
    const moved = await dataSource.transaction(async (manager) => {
      await commitSoon(manager);
      const those = await checkpoints.pass(manager, passed);
      await memories.move(manager, those);
      return those;
    });
    for (const { partition, to } of moved)
      if (at.has(partition)) at.set(partition, { ...believed(partition), position: to });
  });

  /** The events of a parked key, in order; rejects with what they still fail with, and then nothing has changed. */
  const replay = async (key: string): Promise<number> => {
    const stored = await parking.events(dataSource.manager, checkpoint, key);
    const followed = await follow(stored, stored.at(-1)?.position ?? beginning);
    const released = await dataSource.transaction(async (manager) => {
      await checkpoints.lock(manager, checkpoint, partitionOf(key));
      const now = await parking.events(manager, checkpoint, key);
      if (now.length !== stored.length) throw new Error(`More was parked for ${key} meanwhile: replay it again.`);
      await write(manager, followed);
      return parking.release(manager, checkpoint, key);
    });
    // Timers of the key were held as well.
    timers.look();
    wake(followed);
    return released;
  };

  const setAside = async (partition: number, event: StoredEvent, error: unknown): Promise<void> => {
    const policies = new Set(listenersOf(event).map(({ onFailure }) => onFailure ?? 'park'));
    if (policies.has('stop')) throw new ConsumerEnded(`${service}.act stops at ${event.position}.`, { cause: error });
    if (policies.has('retry')) throw error;
    await dataSource.transaction(async (manager) => {
      await checkpoints.move(manager, partition, [believed(partition)], event.position, event.id);
      await memories.move(manager, [{ partition, to: event.position, eventId: event.id }]);
      await parking.park(manager, checkpoint, [event], describe(error));
    });
    at.set(partition, { ...believed(partition), position: event.position });
    alarm(`${service}.act`, event, error);
  };
  const listenersOf = (stored: StoredEvent): readonly (AnyReactor | AnyEffect)[] => {
    const [event] = reading.withheld([stored]);
    return event ? listeners.filter(({ on }) => on[event.type]) : [];
  };

  return {
    progress: done,
    replay,
    consumer: {
      name: `${service}.act`,
      assigned: async (partition) => {
        deployments = await deploymentOf(dataSource, service, store, listeners);
        const taken = await checkpoints.take(dataSource.manager, checkpoint, partition);
        const { position, offset } = taken;
        at.set(partition, taken);
        await memories.catchUp(partition, position);
        done.passed(partition, position);
        return { position, ...(offset !== undefined && { offset }) };
      },
      revoked: (partition) => {
        at.delete(partition);
        uneventful.forget(partition);
      },
      handle: async ({ partition, events, upTo, offset }) => {
        if (!concerns(events)) {
          uneventful.note(partition, { upTo, lastId: idAt(events, upTo), offset });
          return done.passed(partition, upTo);
        }
        uneventful.forget(partition);
        await uneventful.written();
        await isolating(events, {
          attempt: (some) =>
            some.length === events.length
              ? act(partition, some, upTo, offset)
              : act(partition, some, lastOf(some) ?? upTo),
          setAside: (event, error) => setAside(partition, event, error),
        });
        if (believed(partition).position < upTo) await act(partition, [], upTo, offset);
        done.passed(partition, upTo);
      },
    },
  };
};

/** What is written in one transaction, with the checkpoint or with the release of what was parked. */
interface Followed {
  readonly remembered: readonly Recorded[];
  readonly later: readonly Due[];
  readonly asked: readonly Asked[];
}
interface Consequences {
  readonly dues: readonly Due[];
  readonly asked: readonly Asked[];
}

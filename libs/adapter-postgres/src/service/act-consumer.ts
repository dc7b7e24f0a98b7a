import {
  type AnyEffect,
  type AnyReactor,
  beginning,
  type Batch,
  type CommandSender,
  type Consumer,
  type EventStore,
  type Facts,
  type Position,
  type Recorded,
} from '@redress/eventing';
import { personalColumnsOf } from '@redress/privacy';
import type { EntityManager } from 'typeorm';
import type { Checkpoints } from './checkpoints.js';
import { type Asked, consequencesOf, type Due, requestsOf } from './consequences.js';
import { deploymentOf } from './deployments.js';
import { type Folding, type TableFold, tableFold } from './fold-table.js';
import type { Outbox } from './outbox.js';
import { progress, type Progress } from './progress.js';
import type { Reading } from './reading.js';
import type { Row } from './rows.js';
import type { ServiceDatabase } from './service-database.js';
import type { Timers } from './timers.js';

/** Runs a service's reactors and notes its timers and effects: what follows from each event, once. */
export interface ActConsumer {
  readonly consumer: Consumer;
  readonly progress: Progress;
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
  readonly refused: (rule: string, event: Recorded, reason: string) => void;
}

const checkpoint = 'act';

export const actConsumer = (parts: Parts): ActConsumer => {
  const { database, store, checkpoints, reading, commands, factsAt, reactors, effects, timers, outbox, refused } =
    parts;
  const { dataSource, service, memories } = database;
  const folds = memories.map((table) => tableFold(dataSource, table));
  const readsPersonal = memories.some(
    ({ projection }) => personalColumnsOf(projection.table as new () => object).length > 0,
  );
  const fences = new Map<number, string>();
  const listeners = [...reactors, ...effects];
  let deployments: ReadonlyMap<string, Position> = new Map();
  const done = progress((partition) => checkpoints.position(dataSource.manager, checkpoint, partition));

  const since = (name: string): Position => deployments.get(name) ?? beginning;
  const memoryOf = (listener: AnyReactor | AnyEffect, event: Recorded, rows: Remembered): Row | undefined =>
    listener.memory && rows.get(event.id)?.get(listener.memory.name as string);

  const consequences = async (events: readonly Recorded[], rows: Remembered, seen: Position): Promise<Consequences> => {
    const dues: Due[] = [];
    const asked: Asked[] = [];
    for (const event of events)
      for (const listener of listeners) {
        if (!listener.on[event.type] || event.position <= since(listener.name)) continue;
        const facts = await factsAt(listener.facts ?? {}, event, seen);
        const known = { ...facts, memory: memoryOf(listener, event, rows) };
        if ('carryOut' in listener) asked.push(...requestsOf(listener, event, known));
        else dues.push(...consequencesOf(listener, event, known));
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
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason as Error;
  };

  const remember = async (
    manager: EntityManager,
    events: readonly Recorded[],
  ): Promise<{ readonly rows: Remembered; readonly foldings: readonly Folding[] }> => {
    const foldings = await Promise.all(folds.map((fold) => beginFor(fold, manager, events)));
    const rows: Remembered = new Map();
    for (const event of events) {
      const named = folds.map(
        (fold, index) => [fold.table.projection.name as string, foldings[index]?.apply(event)] as const,
      );
      rows.set(event.id, new Map(named));
    }
    return { rows, foldings };
  };

  const handle = async ({ partition, events, upTo }: Batch): Promise<void> => {
    const fence = fences.get(partition) ?? 'none';
    const position = await checkpoints.position(dataSource.manager, checkpoint, partition);
    const fresh = events.filter((event) => event.position > position);
    const known = reading.withheld(fresh);
    const remembered = readsPersonal ? await reading.opened(fresh) : known;
    const before = await remember(dataSource.manager, remembered);
    const { dues, asked } = await consequences(known, before.rows, upTo);
    await dispatch(
      dues.filter(({ sending }) => !sending.at),
      known,
    );
    await dataSource.transaction(async (manager) => {
      if ((await checkpoints.hold(manager, checkpoint, partition, fence)) !== position)
        throw new Error(`The checkpoint of ${service}.act moved while its batch was worked on.`);
      for (const folding of (await remember(manager, remembered)).foldings) await folding.end();
      // Imported history wakes nobody.
      await timers.set(
        manager,
        dues.filter(({ sending, cause }) => sending.at && !cause.historical),
      );
      await outbox.put(manager, asked);
      if (upTo > position) await checkpoints.move(manager, checkpoint, partition, upTo, events.at(-1)?.id);
    });
    done.passed(partition, upTo);
    if (dues.some(({ sending }) => sending.at)) timers.look();
    if (asked.length > 0) outbox.look();
  };

  return {
    progress: done,
    consumer: {
      name: `${service}.act`,
      assigned: async (partition) => {
        deployments = await deploymentOf(dataSource, service, store, listeners);
        const { position, fence } = await checkpoints.take(dataSource.manager, checkpoint, partition);
        fences.set(partition, fence);
        done.passed(partition, position);
        return position;
      },
      revoked: (partition) => fences.delete(partition),
      handle,
    },
  };
};

/** By event: the row that each memory had of it then. */
type Remembered = Map<string, ReadonlyMap<string, Row | undefined>>;
interface Consequences {
  readonly dues: readonly Due[];
  readonly asked: readonly Asked[];
}

const beginFor = (fold: TableFold, manager: EntityManager, events: readonly Recorded[]): Promise<Folding> =>
  fold.begin(
    manager,
    events.filter((event) => fold.hears(event)),
  );

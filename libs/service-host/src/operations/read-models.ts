import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  checkpointsOf,
  compareWithLog,
  type ProjectionTable,
  readOnce,
  rebuild,
  shadowPage,
  type ShadowParts,
  type Watch,
} from '@redress/adapter-postgres';
import type { ReadModelGiven, ReadModelWork } from '@redress/contracts';
import { beginning, type EventStore } from '@redress/eventing';
import { STOPPING } from '../http/edge.js';
import { NotThereError } from '../http/refused.js';
import type { RunningService } from '../running-service.js';
import { Runtime } from '../runtime.js';
import { failureShown } from './failure-shown.js';

export type Kind = ReadModelWork['kind'];

/** What was done is remembered so long. */
const remembered = 200;

/** Of one service: each takes a connection, and those of its consumers must remain. */
const atOnce = 3;

/** Rebuilds and verifications that were asked of this process: a few of each service at a time, the others wait. */
@Injectable()
export class ReadModels {
  private works: readonly ReadModelWork[] = [];
  private readonly lanes = new Map<string, Promise<void>>();
  private asked = 0;
  /** Tables that are made together read the log together. */
  private readonly store: EventStore;

  constructor(
    private readonly runtime: Runtime,
    @Inject(STOPPING) private readonly stopping: AbortSignal,
  ) {
    this.store = readOnce(runtime.adapters.store, shadowPage);
  }

  all(): readonly ReadModelWork[] {
    return this.works;
  }

  one(workId: string): ReadModelWork {
    const work = this.works.find((each) => each.workId === workId);
    if (!work) throw new NotThereError('work');
    return work;
  }

  /** Resolves once nothing of what was asked so far is under way. */
  async idle(): Promise<void> {
    await Promise.all(this.lanes.values());
  }

  /** Answers at once. What is under way or waits already is not begun a second time. */
  begin(kind: Kind, { service: name, projection }: ReadModelGiven, by: string): readonly ReadModelWork[] {
    const service = this.runtime.services.find((each) => each.name === name);
    if (!service) throw new NotThereError('service in this process');
    const tables = service.database.readModels.filter(
      (table) => projection === undefined || table.projection.name === projection,
    );
    if (projection !== undefined && tables.length === 0) throw new NotThereError(`projection of ${name}`);
    return tables.map((table) => this.beginOne(kind, service, table, by));
  }

  private beginOne(kind: Kind, service: RunningService, table: ProjectionTable, by: string): ReadModelWork {
    const underWay = this.works.find(
      (work) =>
        work.kind === kind &&
        work.projection === table.projection.name &&
        (work.state === 'waiting' || work.state === 'running'),
    );
    if (underWay) return underWay;
    const { clock, logger } = this.runtime.adapters;
    const work: ReadModelWork = {
      workId: randomUUID(),
      kind,
      service: service.name,
      projection: table.projection.name,
      state: 'waiting',
      eventsRead: 0,
      askedAt: clock.now(),
    };
    this.works = [...this.works, work].slice(-remembered);
    const log = logger.child({ service: service.name, projection: work.projection, by });
    log.info(`a ${kind} was asked for`);
    this.inTurn(service.name, async () => {
      try {
        await this.carryOut(work, service, table);
        this.note(work.workId, { state: 'done' });
        log.info(`the ${kind} is done`);
      } catch (error) {
        this.note(work.workId, { state: 'failed', detail: failureShown(error) });
        log.warn({ err: error }, `the ${kind} failed`);
      }
    });
    return work;
  }

  private inTurn(service: string, work: () => Promise<void>): void {
    const lane = `${service} ${(this.asked += 1) % atOnce}`;
    this.lanes.set(lane, (this.lanes.get(lane) ?? Promise.resolve()).then(work));
  }

  private async carryOut({ workId, kind }: ReadModelWork, service: RunningService, live: ProjectionTable) {
    const head = await this.runtime.adapters.store.head();
    this.note(workId, { state: 'running', ...(head !== beginning && { head }) });
    const watch: Watch = {
      report: (position, eventsRead) => this.note(workId, { position, eventsRead }),
      signal: this.stopping,
    };
    const parts = this.partsOf(service);
    if (kind === 'rebuild') {
      const { parkedKeys } = await rebuild(parts, live, watch);
      this.note(workId, { parkedKeys });
      await service.resume();
      return;
    }
    const { table: _, differences, ...compared } = await compareWithLog(parts, live, watch);
    const named = differences.map(({ columns, ...difference }) => ({
      ...difference,
      ...(columns.length > 0 && { columns: columns.join(', ') }),
    }));
    this.note(workId, { compared: { ...compared, differences: named } });
  }

  private partsOf({ name, database, parking }: RunningService): ShadowParts {
    const { adapters, reading } = this.runtime;
    const { bus, logger } = adapters;
    return {
      database,
      store: this.store,
      checkpoints: checkpointsOf(name, this.store),
      reading,
      parking,
      partitions: bus.partitions,
      partitionOf: (key) => bus.partitionOf(key),
      alarm: (consumer, { id, type }, error) =>
        logger.error(
          { service: name, consumer, event: id, type, err: error },
          'an event failed and its key was parked',
        ),
    };
  }

  private note(workId: string, news: Partial<ReadModelWork>): void {
    this.works = this.works.map((work) => (work.workId === workId ? { ...work, ...news } : work));
  }
}

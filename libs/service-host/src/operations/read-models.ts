import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  checkpointsOf,
  compareWithLog,
  type ProjectionTable,
  rebuild,
  type ShadowParts,
  type Watch,
} from '@redress/adapter-postgres';
import type { ReadModelGiven, ReadModelWork } from '@redress/contracts';
import { beginning } from '@redress/eventing';
import { STOPPING } from '../http/edge.js';
import { NotThereError } from '../http/refused.js';
import type { RunningService } from '../running-service.js';
import { Runtime } from '../runtime.js';
import { failureShown } from './failure-shown.js';

export type Kind = ReadModelWork['kind'];

/** What was done is remembered so long. */
const remembered = 200;

/** Rebuilds and verifications that were asked of this process: one at a time, the others wait. */
@Injectable()
export class ReadModels {
  private works: readonly ReadModelWork[] = [];
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly runtime: Runtime,
    @Inject(STOPPING) private readonly stopping: AbortSignal,
  ) {}

  all(): readonly ReadModelWork[] {
    return this.works;
  }

  one(workId: string): ReadModelWork {
    const work = this.works.find((each) => each.workId === workId);
    if (!work) throw new NotThereError('work');
    return work;
  }

  /** Resolves once nothing of what was asked so far is under way. */
  idle(): Promise<void> {
    return this.turn;
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
    this.turn = this.turn.then(async () => {
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
    const { store, bus, logger } = adapters;
    return {
      database,
      store,
      checkpoints: checkpointsOf(name, store),
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

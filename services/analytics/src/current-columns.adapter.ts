import type { TableMoment } from '@redress/eventing';
import type { ClientBase } from 'pg';
import type { EntityManager, EntityMetadata, EntityTarget, ObjectLiteral, Repository } from 'typeorm';
import { type ColumnChange, type ColumnStore, type CopiedTable, openColumns } from './columns.adapter.js';
import { copiedTables, findingRepeated, type Question, sqlText } from './columns.rules.js';
import { type Stale, staleSince } from './stale.rules.js';

/** A statement reads no more than this at a time into a file. */
const rowsAtOnce = 100_000;

/** Rows of any table of the same database. */
export type AnyRows = Pick<Repository<ObjectLiteral>, 'manager'>;

/** The entities of what is counted. */
export interface Counted {
  readonly facts: EntityTarget<ObjectLiteral>;
  readonly stays: EntityTarget<ObjectLiteral>;
  readonly compensations: EntityTarget<ObjectLiteral>;
  readonly texts: EntityTarget<ObjectLiteral>;
}

type SomeStale = Exclude<Stale, 'nothing'>;

interface Copying {
  readonly entity: EntityTarget<ObjectLiteral>;
  readonly metadata: EntityMetadata;
  readonly table: CopiedTable;
}

/**
 * What is counted, by column, brought up to date before each question. Who asks sees all that the tables had when he
 * asked, of one moment of them.
 */
export class CurrentColumns {
  private readonly copied: readonly Copying[];
  private store: Promise<ColumnStore> | undefined;
  private moments: ReadonlyMap<string, TableMoment> = new Map();
  private current: Promise<unknown> = Promise.resolve();
  private next: Promise<void> | undefined;
  private isClosing = false;

  constructor(
    private readonly rows: AnyRows,
    private readonly momentOf: (manager: EntityManager, table: EntityTarget<ObjectLiteral>) => Promise<TableMoment>,
    { facts, stays, compensations, texts }: Counted,
  ) {
    const copying = (name: string, entity: EntityTarget<ObjectLiteral>): Copying => {
      const metadata = rows.manager.dataSource.getMetadata(entity);
      return { entity, metadata, table: copiedTable(name, metadata) };
    };
    this.copied = [
      copying(copiedTables.facts, facts),
      copying(copiedTables.stays, stays),
      copying(copiedTables.compensations, compensations),
      copying(copiedTables.texts, texts),
    ];
  }

  async ask<Row>(question: Question): Promise<readonly Row[]> {
    await this.upToDate();
    return (await this.opened()).ask<Row>(question);
  }

  /** Copying all rows takes its time: nobody is to wait for it who asks later. If it fails, the first who asks tries again. */
  begin(failed: (error: unknown) => void): void {
    this.upToDate().catch((error: unknown) => {
      if (!this.isClosing) failed(error);
    });
  }

  async close(): Promise<void> {
    this.isClosing = true;
    await this.current;
    (await this.store)?.close();
  }

  private opened(): Promise<ColumnStore> {
    return (this.store ??= this.open());
  }

  private async open(): Promise<ColumnStore> {
    const further = ({ name }: CopiedTable): string => (name === copiedTables.facts ? ', repeated boolean' : '');
    try {
      return await openColumns(new Map(this.copied.map(({ table }) => [table, further(table)])));
    } catch (error) {
      // The next who asks has it opened anew.
      this.store = undefined;
      throw error;
    }
  }

  /** Once at a time: who asks meanwhile waits, with all others, for the time after that. */
  private upToDate(): Promise<void> {
    this.next ??= this.current.then(() => {
      this.next = undefined;
      return this.catchUp();
    });
    // Whoever waits for it is told.
    this.current = this.next.catch(() => undefined);
    return this.next;
  }

  private async catchUp(): Promise<void> {
    const store = await this.opened();
    const moments = new Map<string, TableMoment>();
    await this.rows.manager.transaction('REPEATABLE READ', async (manager) => {
      const paths = this.copied.map(({ metadata }) => metadata.tablePath);
      // Before the first look, so that none of them is replaced in between.
      await manager.query(`lock table ${paths.join(', ')} in access share mode`);
      await manager.query(`set local timezone to 'UTC'`);
      const client = (await manager.queryRunner?.connect()) as ClientBase;
      const stale = new Map<Copying, Stale>();
      for (const copying of this.copied) {
        const moment = await this.momentOf(manager, copying.entity);
        moments.set(copying.table.name, moment);
        stale.set(copying, staleSince(this.moments.get(copying.table.name), moment));
      }
      if ([...stale.values()].some((rows) => rows !== 'nothing'))
        await store.change(async (change) => {
          for (const [copying, rows] of stale)
            if (rows !== 'nothing') await this.copy(change, manager, client, copying, rows);
        });
      this.moments = moments;
    });
  }

  private async copy(
    change: ColumnChange,
    manager: EntityManager,
    client: ClientBase,
    { metadata: { tablePath: from }, table }: Copying,
    stale: SomeStale,
  ): Promise<void> {
    const isOfFacts = table.name === copiedTables.facts;
    if (isOfFacts) await change.run('create or replace temp table concerned (customer_key uuid)');
    if (stale === 'all') await change.empty(table);
    for await (const where of stretches(manager, from, stale)) {
      if (this.isClosing) throw new Error('The columns are closing.');
      const took = await change.take(client, table, { from, where, how: stale === 'all' ? 'further' : 'replacing' });
      if (isOfFacts && took === 'taken') await change.run('insert into concerned select customer_key from taken');
    }
    if (isOfFacts) await change.run(findingRepeated);
  }
}

const copiedTable = (name: string, { columns, primaryColumns }: EntityMetadata): CopiedTable => ({
  name,
  key: primaryColumns.map(({ databaseName }) => databaseName),
  columns: columns.map(({ databaseName, type, isArray }) => ({
    name: databaseName,
    type: String(type),
    isList: isArray,
  })),
});

/** Conditions for what changed, so many rows at a time. */
async function* stretches(manager: EntityManager, path: string, stale: SomeStale): AsyncIterable<string> {
  let after = sqlText(stale === 'all' ? '' : stale.after);
  for (;;) {
    const [last]: { changed_at: string }[] = await manager.query(
      `select changed_at from ${path} where changed_at > ${after} order by changed_at limit 1 offset ${rowsAtOnce - 1}`,
    );
    if (!last) break;
    yield `changed_at > ${after} and changed_at <= ${sqlText(last.changed_at)}`;
    after = sqlText(last.changed_at);
  }
  yield `changed_at > ${after}`;
  if (stale !== 'all' && stale.complaints.length > 0)
    yield `complaint_id::text in (${stale.complaints.map(sqlText).join(', ')})`;
}

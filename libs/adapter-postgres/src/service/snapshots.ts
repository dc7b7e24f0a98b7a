import type { Position } from '@redress/eventing';
import type { DataSource } from 'typeorm';
import { readDated, writeDated } from './dated-json.js';
import { quoted } from './tables.js';

/** A stream as it was folded up to a revision. Nothing depends on it: without it the stream is folded from its beginning. */
export interface Snapshot {
  readonly revision: bigint;
  /** Of the event at that revision, by which a snapshot of another log is known. */
  readonly eventId: string;
  readonly position: Position;
  readonly key: string;
  /** JSON, with dates. */
  readonly state: unknown;
  /** What the stream still remembers of its commands. JSON, with dates. */
  readonly commands: unknown;
}

export interface Snapshots {
  /** Of one definition of its decider; another definition folds another state. */
  find(stream: string, definition: string): Promise<Snapshot | undefined>;
  /** An older one never takes the place of a newer one. */
  keep(stream: string, definition: string, snapshot: Snapshot): Promise<void>;
}

interface Row {
  readonly revision: string;
  readonly event_id: string;
  readonly position: Position;
  readonly key: string;
  readonly state: string;
  readonly commands: string;
}

/** Those of other definitions are kept for so long: a build that is rolled back finds its own. */
const othersKept = '7 days';

export const snapshotsOf = (dataSource: DataSource, service: string): Snapshots => {
  const table = `${quoted(service)}.snapshots`;
  return {
    find: async (stream, definition) => {
      const rows: readonly Row[] = await dataSource.query(
        `select revision, event_id, position, key, state, commands from ${table} where stream = $1 and definition = $2`,
        [stream, definition],
      );
      const [row] = rows;
      if (!row) return undefined;
      const { position, key } = row;
      const [state, commands] = [readDated(row.state), readDated(row.commands)];
      return { revision: BigInt(row.revision), eventId: row.event_id, position, key, state, commands };
    },

    keep: async (stream, definition, { revision, eventId, position, key, state, commands }) => {
      await dataSource.query(
        `insert into ${table} as kept (stream, definition, revision, event_id, position, key, state, commands)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (stream, definition) do update
         set revision = excluded.revision, event_id = excluded.event_id, position = excluded.position,
             key = excluded.key, state = excluded.state, commands = excluded.commands, taken_at = now()
         where kept.revision < excluded.revision`,
        [stream, definition, String(revision), eventId, position, key, writeDated(state), writeDated(commands)],
      );
      await dataSource.query(
        `delete from ${table} where stream = $1 and definition <> $2 and taken_at < now() - interval '${othersKept}'`,
        [stream, definition],
      );
    },
  };
};

import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

/** The right to do something alone, for a while. Time is the database's: clocks of machines differ. */
export interface Lease {
  /** True while it is certainly ours. */
  readonly held: () => boolean;
  /** Resolves when it was lost; never, while it is renewed. */
  readonly lost: Promise<void>;
  release(): Promise<void>;
}

export interface Leases {
  /** Answers `undefined` while another holds it. */
  acquire(schema: string, name: string): Promise<Lease | undefined>;
  /** Takes every lease of a schema over: only where it is certain that no other process lives. */
  forget(schema: string): Promise<void>;
}

/** A dead holder is followed after `lastsMs`; the living one renews three times as often. */
const pace = { lastsMs: 6000, renewMs: 2000 } as const;

/** Rows of `<schema>.leases` (name, holder, fence, until), never advisory locks: those do not survive a pooler. */
export const postgresLeases = (pool: Pool): Leases => {
  const holder = randomUUID();

  const take = async (schema: string, name: string): Promise<boolean> => {
    const { rowCount } = await pool.query(
      `insert into "${schema}".leases as l (name, holder, fence, until)
       values ($1, $2, 1, now() + $3 * interval '1 millisecond')
       on conflict (name) do update set
         holder = excluded.holder, until = excluded.until,
         fence = l.fence + case when l.holder = excluded.holder then 0 else 1 end
       where l.holder = excluded.holder or l.until < now()`,
      [name, holder, pace.lastsMs],
    );
    return rowCount === 1;
  };

  return {
    acquire: async (schema, name) => {
      // Counted from before the question: the database's answer may have taken its time.
      let until = Date.now() + pace.lastsMs;
      if (!(await take(schema, name))) return undefined;
      let lose = (): void => undefined;
      const lost = new Promise<void>((resolve) => (lose = resolve));
      const renewal = setInterval(() => {
        const asked = Date.now();
        take(schema, name).then(
          (ours) => {
            if (ours) until = asked + pace.lastsMs;
            else end();
          },
          // Not renewed, not lost either: until it runs out there are further tries.
          () => Date.now() > until && end(),
        );
      }, pace.renewMs).unref();
      const end = (): void => {
        until = 0;
        clearInterval(renewal);
        lose();
      };
      return {
        held: () => Date.now() < until,
        lost,
        release: async () => {
          end();
          await pool.query(`delete from "${schema}".leases where name = $1 and holder = $2`, [name, holder]);
        },
      };
    },
    forget: async (schema) => {
      await pool.query(`delete from "${schema}".leases`);
    },
  };
};

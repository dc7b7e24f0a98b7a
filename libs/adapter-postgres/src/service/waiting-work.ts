import type { DataSource } from 'typeorm';

/** What of a service's work waits at this moment. */
export interface WaitingWork {
  /** Due by now and not yet carried out; without those that a parked key holds. */
  readonly timersDue: number;
  /** How long the first of them has been due, in seconds; 0 where none is. */
  readonly timersLateSeconds: number;
  /** Due by now, and held because their key is parked. */
  readonly timersHeld: number;
  readonly outboxWaiting: number;
  /** Of these: tried before, without success. */
  readonly outboxFailing: number;
  /** By the consumer that has parked them. */
  readonly parkedKeys: ReadonlyMap<string, number>;
}

interface Row {
  readonly due: number;
  readonly first: Date | null;
  readonly held: number;
  readonly waiting: number;
  readonly failing: number;
}

export const waitingWorkOf = async (dataSource: DataSource, service: string, now: Date): Promise<WaitingWork> => {
  const parked = `exists (select 1 from "${service}".parked p where p.consumer = 'act' and p.key = t.key)`;
  const rows: Row[] = await dataSource.query(
    `select * from
       (select count(*) filter (where not held)::int as due, count(*) filter (where held)::int as held,
               min(due_at) filter (where not held) as first
        from (select due_at, ${parked} as held from "${service}".timers t where due_at <= $1) timers) timers,
       (select count(*)::int as waiting, count(*) filter (where attempts > 0)::int as failing
        from "${service}".outbox) outbox`,
    [now],
  );
  const { due, first, held, waiting, failing } = rows[0] as Row;
  const keys: { consumer: string; keys: number }[] = await dataSource.query(
    `select consumer, count(distinct key)::int as keys from "${service}".parked group by consumer`,
  );
  return {
    timersDue: due,
    timersLateSeconds: first ? Math.max(0, (now.getTime() - first.getTime()) / 1000) : 0,
    timersHeld: held,
    outboxWaiting: waiting,
    outboxFailing: failing,
    parkedKeys: new Map(keys.map(({ consumer, keys: count }) => [consumer, count])),
  };
};

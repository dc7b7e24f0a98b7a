import { Gauge, type Registry } from 'prom-client';

/** A pool of connections to PostgreSQL, as far as it is measured; `pg.Pool` is one. */
export interface PoolUse {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

/** Looks at each pool when `/metrics` is read. */
export const measurePools = (registry: Registry, pools: () => ReadonlyMap<string, PoolUse>): void => {
  const registers = [registry];
  new Gauge({
    name: 'redress_pool_connections',
    help: 'Connections to PostgreSQL, by pool and by whether they are at work.',
    labelNames: ['pool', 'state'],
    registers,
    collect() {
      this.reset();
      for (const [pool, { totalCount, idleCount }] of pools()) {
        this.set({ pool, state: 'idle' }, idleCount);
        this.set({ pool, state: 'busy' }, totalCount - idleCount);
      }
    },
  });
  new Gauge({
    name: 'redress_pool_waiting',
    help: 'Statements that wait for a connection, by pool.',
    labelNames: ['pool'],
    registers,
    collect() {
      this.reset();
      for (const [pool, { waitingCount }] of pools()) this.set({ pool }, waitingCount);
    },
  });
};

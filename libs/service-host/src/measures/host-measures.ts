import { Inject, Injectable } from '@nestjs/common';
import type { Registry } from 'prom-client';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { REGISTRY } from '../http/edge.js';
import { Runtime } from '../runtime.js';
import { measureFollowing } from './following-measures.js';
import { measurePools, type PoolUse } from './pool-measures.js';

/** Brings what the runtime measures to the registry behind `/metrics`. */
@Injectable()
export class HostMeasures {
  constructor(runtime: Runtime, @Inject(REGISTRY) registry: Registry) {
    for (const metric of Object.values(runtime.measures)) registry.registerMetric(metric);
    measurePools(registry, () => poolsOf(runtime));
    measureFollowing(registry, runtime.adapters.store);
  }
}

const poolsOf = ({ adapters: { pools = {} }, services }: Runtime): ReadonlyMap<string, PoolUse> =>
  new Map([
    ...Object.entries(pools),
    ...services.map(({ name, database }) => {
      // TypeORM has no type for the pool of its driver.
      const driver = database.dataSource.driver as PostgresDriver;
      return [name, driver.master as PoolUse] as const;
    }),
  ]);

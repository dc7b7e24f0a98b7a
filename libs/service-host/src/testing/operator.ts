import type { ReadModelWork } from '@redress/contracts';
import { ReadModels } from '../operations/read-models.js';
import type { RunningService } from '../running-service.js';
import type { Client, Platform } from './platform.js';

/** Somebody who runs a platform, and looks into its database. */
export interface Operator extends Client {
  /** Asks for a rebuild or a verification of the example's teams, and waits for its end. */
  has(kind: 'rebuilds' | 'verifications'): Promise<ReadModelWork>;
  readonly service: RunningService;
  /** The table of the teams, with its schema. */
  readonly table: string;
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
}

export const operatorOf = (platform: Platform): Operator => {
  const client = platform.as('administrator');
  const [service] = platform.application.runtime.services;
  if (!service) throw new Error('There is no service.');
  return {
    ...client,
    service,
    table: service.database.readModels[0]?.path ?? '',
    has: async (kind) => {
      const { body } = await client.post(`/api/operations/${kind}`, { service: service.name });
      const [{ workId }] = body as readonly [ReadModelWork];
      await platform.application.app.get(ReadModels, { strict: false }).idle();
      return (await client.get(`/api/operations/work/${workId}`)).body as ReadModelWork;
    },
    query: (sql, parameters = []) => service.database.dataSource.query(sql, [...parameters]),
  };
};

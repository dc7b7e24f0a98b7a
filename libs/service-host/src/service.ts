import { Inject, type InjectionToken, type ModuleMetadata, type Provider, type Type } from '@nestjs/common';
import type { ServiceDatabase } from '@redress/adapter-postgres';
import type { AnyDecider, AnyEffect, AnyProjection, AnyReactor } from '@redress/eventing';
import type { MigrationInterface } from 'typeorm';
import { askedTogether } from './commands/asked-together.js';
import { Runtime } from './runtime.js';

export interface EffectsBy {
  readonly inject: readonly InjectionToken[];
  readonly useFactory: (...surroundings: never[]) => readonly AnyEffect[];
}

/** What a service is made of. */
export interface ServiceContents {
  /** Also its schema, the prefix of its streams and of its addresses. */
  readonly name: string;
  readonly deciders: readonly AnyDecider[];
  readonly reactors: readonly AnyReactor[];
  readonly effects?: readonly AnyEffect[];
  /** Effects that need something of their surroundings: as Nest makes a provider. */
  readonly effectsBy?: EffectsBy;
  /** Read models that its queries use. Memories of reactors are found by the reactors that name them. */
  readonly projections: readonly AnyProjection[];
  readonly controllers: readonly Type[];
  readonly providers?: readonly Provider[];
  /** Tables that no log can give back, with what makes them. */
  readonly keptTables?: readonly Type<object>[];
  readonly migrations?: readonly (new () => MigrationInterface)[];
}

const databaseToken = (service: string): string => `database of ${service}`;
const rowsToken = (table: Type<object>): string => `rows of ${table.name}`;

/** The rows of a projection, or of a kept table, as a TypeORM repository. */
export const Rows = (table: Type<object>): ParameterDecorator => Inject(rowsToken(table));

/** The table of contents of a service, as Nest metadata. */
export const service = (contents: ServiceContents): ModuleMetadata => {
  const token = databaseToken(contents.name);
  const { effects = [], effectsBy } = contents;
  const tables = [...contents.projections.map(({ table }) => table as Type<object>), ...(contents.keptTables ?? [])];
  return {
    controllers: [...contents.controllers],
    providers: [
      {
        provide: token,
        useFactory: (runtime: Runtime, ...surroundings: never[]) =>
          runtime.open({ ...contents, effects: [...effects, ...(effectsBy?.useFactory(...surroundings) ?? [])] }),
        inject: [Runtime, ...(effectsBy?.inject ?? [])],
      },
      ...tables.map((table) => ({
        provide: rowsToken(table),
        useFactory: ({ dataSource }: ServiceDatabase) => askedTogether(dataSource.getRepository(table)),
        inject: [token],
      })),
      ...(contents.providers ?? []),
    ],
  };
};

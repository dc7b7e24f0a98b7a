import { stringify } from 'yaml';
import { type DefinedEvent, schemaOf } from '../kit/index.js';
import { asyncapiOf, messageName } from './asyncapi.js';
import { proposeExample } from './example.js';

/** What is generated from the event classes, by path below `contracts`. Committed, and compared by a spec. */
export const publishedFiles = (events: readonly DefinedEvent[]): ReadonlyMap<string, string> =>
  new Map([
    ...events.map((event): [string, string] => [schemaPath(event), json(schemaOf(event))]),
    ['asyncapi.yaml', stringify(asyncapiOf(events), yaml)],
  ]);

export const schemaPath = (event: DefinedEvent): string => `json-schema/${messageName(event)}.json`;

/** An event version whose example is committed is published, and immutable. */
export const examplePath = (event: DefinedEvent): string => `examples/${messageName(event)}.json`;

export const proposedExample = (event: DefinedEvent): string => json(proposeExample(event));

/** Text in the lines in which it was written. */
const yaml = { lineWidth: 0, aliasDuplicateObjects: false, singleQuote: true, blockQuote: 'literal' } as const;

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

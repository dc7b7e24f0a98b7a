import { existsSync, readdirSync, readFileSync } from 'node:fs';
import {
  codec,
  type EventName,
  type Metadata,
  type NewEvent,
  type Position,
  type StoredEvent,
} from '@redress/eventing';
import { plainToInstance } from 'class-transformer';
import { catalogue, publishedEvents } from '../catalogue.js';
import { type DefinedEvent, type JsonSchema, schemaOf } from '../kit/index.js';
import { validatorOf } from '../testing/verdicts.js';
import type { Example } from './example.js';
import { sameMeaning } from './meaning.js';
import { examplePath, publishedFiles, schemaPath } from './published-files.js';
import { sampleOf, sealedSample } from './sample.js';

const root = new URL('../../', import.meta.url);
const textOf = (path: string): string | undefined => {
  const url = new URL(path, root);
  return existsSync(url) ? readFileSync(url, 'utf8') : undefined;
};
const namesIn = (folder: string): readonly string[] => {
  const url = new URL(folder, root);
  return existsSync(url) ? readdirSync(url).map((name) => `${folder}/${name}`) : [];
};
const events = publishedEvents.map((event): readonly [string, DefinedEvent] => [
  `${event.type} ${event.version}`,
  event,
]);
const published = events.filter(([, event]) => textOf(examplePath(event)) !== undefined);

describe('what is generated', () => {
  test('is committed as it would be generated now: if not, run npm run contracts', () => {
    const stale = [...publishedFiles(publishedEvents)].flatMap(([path, text]) => (textOf(path) === text ? [] : [path]));
    expect(stale).toEqual([]);
  });

  test('has no leftovers: stored events of a published version must be read for ever', () => {
    const known = new Set(publishedEvents.flatMap((event) => [schemaPath(event), examplePath(event)]));
    expect([...namesIn('json-schema'), ...namesIn('examples')].filter((path) => !known.has(path))).toEqual([]);
  });

  test('leaves out no event: each file of events stands in the catalogue', () => {
    const source = textOf('src/catalogue.ts') ?? '';
    const files = readdirSync(new URL('src', root), { recursive: true }).map((path) =>
      String(path).replaceAll('\\', '/'),
    );
    const forgotten = files.filter(
      (path) => path.endsWith('.events.ts') && !source.includes(`./${path.replace(/ts$/u, 'js')}'`),
    );
    expect(forgotten).toEqual([]);
  });
});

test('every event version has an example: if not, run npm run contracts -- --propose-examples', () => {
  expect(events.filter((event) => !published.includes(event)).map(([name]) => name)).toEqual([]);
});

// Until the first event is published there is nothing to go through.
(published.length > 0 ? describe.each(published) : describe.skip.each(events))('published: %s', (_, event) => {
  const example = JSON.parse(textOf(examplePath(event)) ?? 'null') as Example;

  test('its schema has not changed: what is new is a new version', () => {
    expect(sameMeaning(JSON.parse(textOf(schemaPath(event)) ?? '{}') as JsonSchema, schemaOf(event))).toBe(true);
  });

  test('its example keeps the schema', () => {
    const accepts = validatorOf(schemaOf(event));
    accepts(example.data);
    expect(accepts.errors ?? []).toEqual([]);
    expect(example).toMatchObject({ type: event.type, version: event.version });
    // Who read a case, or the feed of all, stands in a stream of the service that showed it.
    const home = event.service === 'access' ? '[a-z]+\\.(?:feed-)?reads-' : `${event.service}\\.[a-z-]+-`;
    expect(example.stream).toMatch(new RegExp(`^${home}.+$`, 'u'));
    expect(example.metadata['key']).toBe(event.keyOf(example.data as never));
  });

  test('its example reads as an event of today, and every instant is a date', () => {
    const recorded = codec(catalogue).decode(storedFrom(example), () => 'opened');
    const shape = codec(catalogue).shapeOf(event.name);
    expect(recorded?.type).toBe(event.name);
    for (const path of shape.instants) for (const value of at(recorded?.data, path)) expect(value).toBeInstanceOf(Date);
    for (const { path } of shape.personal) for (const value of at(recorded?.data, path)) expect(value).toBe('opened');
  });
});

const storedFrom = ({ revision, data, metadata, ...event }: Example): StoredEvent => ({
  ...event,
  revision: BigInt(revision),
  position: '1' as Position,
  data: JSON.stringify(data),
  metadata: metadata as unknown as Metadata,
});

const at = (value: unknown, [name, ...rest]: readonly string[]): readonly unknown[] => {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((item) => at(item, name === undefined ? [] : [name, ...rest]));
  return name === undefined ? [value] : at((value as Record<string, unknown>)[name], rest);
};

const newest = events.filter(([, { type, version }]) =>
  publishedEvents.every((other) => other.type !== type || other.version <= version),
);

describe.each(newest)('as deciders write it: %s', (_, event) => {
  const { encode, decode } = codec(catalogue);
  const data = { ...plainToInstance(event.definedBy, sampleOf(event.definedBy, 'request')) };
  const written = { type: event.name, data } as NewEvent as NewEvent<EventName>;
  const at = new Date('2026-03-02T09:00:00Z');
  const origin = { by: { id: 'a', roles: [] }, commandId: 'c', correlationId: 'c', causationId: 'c' };

  test('it is stored as its schema says, and read as it was written', () => {
    const clear = new Map<string, unknown>();
    const stored = encode(
      written,
      'e1',
      { ...origin, occurredAt: at, recordedAt: at, historical: false },
      (field, value) => {
        clear.set(field.path.join('.'), value);
        return sealedSample;
      },
    );
    const accepts = validatorOf(schemaOf(event));
    accepts(JSON.parse(stored.data));
    expect(accepts.errors ?? []).toEqual([]);
    const recorded = decode({ ...stored, stream: 's', revision: 0n, position: '1' as Position }, ({ path }) =>
      clear.get(path.join('.')),
    );
    expect(recorded?.data).toEqual(JSON.parse(JSON.stringify(data), revive(event)));
  });
});

const revive = (event: DefinedEvent) => {
  const instants = new Set(event.instants.map((path) => path.at(-1)));
  return (name: string, value: unknown): unknown => (instants.has(name) ? new Date(String(value)) : value);
};

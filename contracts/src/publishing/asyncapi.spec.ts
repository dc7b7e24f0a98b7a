import { createRequire } from 'node:module';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { publishedEvents } from '../catalogue.js';
import type { JsonSchema } from '../kit/index.js';
import { validatorOf } from '../testing/verdicts.js';
import { asyncapiOf, messageName } from './asyncapi.js';
import { eventHeaders, progressData, progressHeaders } from './message-headers.js';
import { schemaPath } from './published-files.js';

const official = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0-without-$id.json') as JsonSchema;
const document = asyncapiOf(publishedEvents);

test('the document keeps the official schema of AsyncAPI 3.0', () => {
  const validator = new Ajv.default({ strict: false, allErrors: true });
  addFormats.default(validator);
  const accepts = validator.compile(official);
  accepts(document);
  expect(accepts.errors ?? []).toEqual([]);
});

test('every event version is a message of the one topic, with its schema', () => {
  const text = JSON.stringify(document);
  for (const event of publishedEvents) {
    expect(text).toContain(`"$ref":"#/components/messages/${messageName(event)}"`);
    expect(text).toContain(`"$ref":"./${schemaPath(event)}"`);
  }
  expect(text).toContain('"address":"redress.events"');
});

test('every reference inside the document leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/gu)].map(([, path]) => path ?? '');
  for (const path of references)
    expect(
      path.split('/').reduce<unknown>((node, part) => (node as JsonSchema | undefined)?.[part], document),
    ).toBeDefined();
});

test('headers are attributes of CloudEvents 1.0: lower-case letters and digits, at most twenty', () => {
  for (const name of [...Object.keys(eventHeaders), ...Object.keys(progressHeaders)])
    expect(name).toMatch(/^(?:content-type|ce_[a-z0-9]{1,20})$/u);
  for (const required of ['ce_id', 'ce_source', 'ce_specversion', 'ce_type'] as const)
    for (const headers of [eventHeaders, progressHeaders]) expect(headers[required].required).toBe(true);
});

test('a progress record carries the log and the position, and nothing else', () => {
  const accepts = validatorOf(progressData);
  expect(accepts({ logId: 'a', position: '1' })).toBe(true);
  expect(accepts({ logId: 'a' })).toBe(false);
  expect(accepts({ logId: 'a', position: '1', fact: 1 })).toBe(false);
});

test('the document tells what is promised', () => {
  const text = JSON.stringify(document);
  for (const promise of [
    'Delivered at least once',
    'Order is promised per key',
    'positions rise per partition',
    'are encrypted',
  ])
    expect(text).toContain(promise);
});

import { encodeEvent, encodeProgress } from '@redress/adapter-kafka';
import type { Position, StoredEvent } from '@redress/eventing';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What the published document says; a record is held to it as any consumer may hold it. */
interface Document {
  readonly components: {
    readonly messages: { readonly progress: { readonly headers: object; readonly payload: object } };
    readonly messageTraits: { readonly event: { readonly headers: object } };
  };
}
const document = parse(
  readFileSync(join(import.meta.dirname, '..', '..', '..', 'contracts', 'asyncapi.yaml'), 'utf8'),
) as Document;
const ajv = new Ajv.default({ strict: false, allErrors: true });
addFormats.default(ajv);

const bare: StoredEvent = {
  id: 'b3a3c1de-7d55-4f6c-9a3e-0f6b6f6c2f11',
  type: 'sla.ClockStarted',
  version: 1,
  data: '{"complaintId":"7f0c6a8e-0f5e-4d6f-9c55-3d3e4b6f0a11"}',
  stream: 'sla.clock-7f0c6a8e',
  revision: 0n,
  position: '0000000000000000042' as Position,
  metadata: {
    occurredAt: '2026-03-02T09:00:00.000Z',
    recordedAt: '2026-03-02T09:00:00.120Z',
    by: { id: 'sla.start-clocks', roles: [] },
    commandId: 'a command',
    key: '7f0c6a8e-0f5e-4d6f-9c55-3d3e4b6f0a11',
    correlationId: 'the first cause',
    causationId: 'the cause',
  },
};
const full: StoredEvent = {
  ...bare,
  metadata: {
    ...bare.metadata,
    by: { id: 'agent', roles: ['agent', 'lead'] },
    requestHash: '1:abc',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    subject: 'complaint-7f0c6a8e',
    historical: true,
  },
};
const faultsOf = (schema: object, value: unknown): unknown => {
  const accepts = ajv.compile(schema);
  accepts(value);
  return accepts.errors ?? [];
};

test('a published event has the headers that the AsyncAPI document names, and no others', () => {
  const { headers: schema } = document.components.messageTraits.event;
  const { properties, required } = schema as { readonly properties: object; readonly required: readonly string[] };
  for (const event of [bare, full]) {
    const { headers, key } = encodeEvent(event, 'a log');
    expect(faultsOf(schema, headers)).toEqual([]);
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(headers)));
    expect(key).toBe(headers['ce_partitionkey']);
  }
  expect(Object.keys(encodeEvent(bare, 'a log').headers).toSorted()).toEqual([...required].toSorted());
  expect(Object.keys(encodeEvent(full, 'a log').headers).toSorted()).toEqual(Object.keys(properties).toSorted());
});

test('so has a record of progress', () => {
  const { headers: schema, payload } = document.components.messages.progress;
  const { headers, value } = encodeProgress('a log', bare.position, new Date('2026-03-02T09:00:00Z'));
  expect(faultsOf(schema, headers)).toEqual([]);
  expect(faultsOf(payload, JSON.parse(value))).toEqual([]);
});

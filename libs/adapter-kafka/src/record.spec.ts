import type { Metadata, Position, StoredEvent } from '@redress/eventing';
import fc from 'fast-check';
import { decode, encodeEvent, encodeProgress, type Incoming, type Outgoing } from './record.js';

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
const instant = fc
  .date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') })
  .map((at) => at.toISOString());
const absent = { requiredKeys: ['occurredAt', 'recordedAt', 'by', 'commandId', 'key', 'correlationId', 'causationId'] };
const metadata = fc.record(
  {
    occurredAt: instant,
    recordedAt: instant,
    by: fc.record({ id: text, roles: fc.array(fc.stringMatching(/^[a-z-]{1,12}$/), { maxLength: 4 }) }),
    commandId: text,
    requestHash: text,
    key: text,
    correlationId: text,
    causationId: text,
    traceparent: text,
    subject: text,
    historical: fc.constant(true as const),
  },
  absent as { requiredKeys: ['occurredAt'] },
) as fc.Arbitrary<Metadata>;
const events: fc.Arbitrary<StoredEvent> = fc.record({
  id: fc.uuid(),
  type: fc.stringMatching(/^[a-z]{1,10}\.[A-Z][A-Za-z]{0,20}$/),
  version: fc.integer({ min: 1, max: 1000 }),
  data: fc.json(),
  metadata,
  stream: text,
  revision: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
  position: fc.stringMatching(/^\d{20}$/) as unknown as fc.Arbitrary<Position>,
});

/** As a broker gives back what it was given. */
const travelled = ({ key, value, headers }: Outgoing): Incoming => ({
  key: key === null ? null : Buffer.from(key),
  value: Buffer.from(value),
  headers: Object.fromEntries(Object.entries(headers).map(([name, header]) => [name, Buffer.from(header)])),
});

test('an event arrives as it was published, byte for byte', () => {
  fc.assert(
    fc.property(events, (event) => {
      expect(decode(travelled(encodeEvent(event, 'a log')))).toEqual({
        kind: 'event',
        logId: 'a log',
        position: event.position,
        event,
      });
    }),
  );
});

test('a record that lacks any header of those which always stand is passed over, and told why', () => {
  const [event] = fc.sample(events, { numRuns: 1, seed: 1 }) as [StoredEvent];
  const { headers, ...rest } = encodeEvent(
    { ...event, metadata: { ...event.metadata, by: { id: 'agent', roles: [] } } },
    'a log',
  );
  const read = [
    'ce_type',
    'ce_id',
    'ce_subject',
    'ce_time',
    'ce_dataversion',
    'ce_partitionkey',
    'ce_revision',
    'ce_position',
    'ce_logid',
    'ce_recordedtime',
    'ce_correlationid',
    'ce_causationid',
    'ce_commandid',
    'ce_actorid',
    'ce_actorroles',
  ];
  for (const name of read) {
    const { [name]: _, ...left } = headers;
    expect([name, decode(travelled({ ...rest, headers: left })).kind]).toEqual([name, 'foreign']);
  }
});

test('whatever stands in a topic, reading it never fails', () => {
  const header = fc.oneof(
    text.map((value) => Buffer.from(value)),
    text,
    fc.array(text),
    fc.constant(undefined),
  );
  const names = fc.constantFrom('ce_type', 'ce_revision', 'ce_position', 'ce_actorroles', 'ce_logid', 'other');
  const records = fc.record({
    key: fc.oneof(
      fc.constant(null),
      text.map((key) => Buffer.from(key)),
    ),
    value: fc.oneof(
      fc.constant(null),
      fc.uint8Array().map((value) => Buffer.from(value)),
    ),
    headers: fc.oneof(fc.constant(undefined), fc.dictionary(names, header)),
  });
  fc.assert(fc.property(records, (record) => expect(decode(record).kind).toBe('foreign')));
  fc.assert(
    fc.property(records, (record) => {
      const headers = { ...record.headers, ce_type: Buffer.from('redress.progress') };
      expect(decode({ ...record, headers }).kind).toBe('foreign');
    }),
  );
});

test('progress tells the log and the position, and has no key', () => {
  const record = encodeProgress('a log', '07' as Position, new Date('2026-03-02T09:00:00Z'));
  expect(record).toMatchObject({
    key: null,
    headers: { ce_type: 'redress.progress', ce_time: '2026-03-02T09:00:00.000Z' },
  });
  expect(JSON.parse(record.value)).toEqual({ logId: 'a log', position: '07' });
  expect(decode(travelled(record))).toEqual({ kind: 'progress', logId: 'a log', position: '07' });
});

test('a role with a comma is refused, since it could not be told from two', () => {
  const [event] = fc.sample(events, { numRuns: 1, seed: 2 }) as [StoredEvent];
  const by = { id: 'agent', roles: ['agent,administrator'] };
  expect(() => encodeEvent({ ...event, metadata: { ...event.metadata, by } }, 'a log')).toThrow('comma');
});

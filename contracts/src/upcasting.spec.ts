import { type Catalogue, codec, type Personal as PersonalValue, type StoredEvent } from '@redress/eventing';
import { Count, Event, eventsIn, Id, Instant, Key, Personal, Shape, Text } from './kit/index.js';
import { catalogue } from './catalogue.js';

@Event('specimen.ReplyPromised', 1)
class ReplyPromisedV1 {
  @Key() @Id() complaintId!: string;
  @Count({ max: 100 }) hours!: number;
  @Instant() promisedAt!: Date;
  @Personal('record') @Text({ maxBytes: 64 }) words!: PersonalValue;
}

class Term {
  @Count({ max: 6_000 }) minutes!: number;
  @Instant() startsAt!: Date;
}

@Event('specimen.ReplyPromised', 2)
class ReplyPromised {
  @Key() @Id() complaintId!: string;
  @Shape(() => Term) term!: Term;
  @Personal('record') @Text({ maxBytes: 64 }) text!: PersonalValue;
}

/** Made by hand: what a spec defines is never published. */
const history: Catalogue = {
  shapes: eventsIn({ ReplyPromisedV1, ReplyPromised }),
  upcasters: [
    {
      type: 'specimen.ReplyPromised',
      from: 1,
      upcast: ({ complaintId, hours, promisedAt, words }) => ({
        complaintId,
        term: { minutes: Number(hours) * 60, startsAt: promisedAt },
        text: words,
      }),
    },
  ],
};

const complaintId = '0190b5a2-7c1e-7d3f-8a4b-1c2d3e4f5a6b';
const stored = (version: number, data: object): StoredEvent => ({
  id: '0190b5a2-7c1e-7d3f-8a4b-1c2d3e4f5a6c',
  type: 'specimen.ReplyPromised',
  version,
  stream: `specimen.promise-${complaintId}`,
  revision: 0n,
  position: '1' as StoredEvent['position'],
  data: JSON.stringify(data),
  metadata: {
    occurredAt: '2026-03-02T09:00:00.000Z',
    recordedAt: '2026-03-02T09:00:00.000Z',
    by: { id: 'a', roles: [] },
    commandId: 'c',
    key: complaintId,
    correlationId: 'c',
    causationId: 'c',
    subject: `complaint-${complaintId}`,
  },
});

const old = stored(1, { complaintId, hours: 4, promisedAt: '2026-03-02T09:00:00.000Z', words: '1.YWJj' });

describe('an event of an older version', () => {
  const { decode } = codec(history);

  test('reads like one of today, with its personal field opened under its old name', () => {
    expect(decode(old, () => '네 시간 안에')?.data).toEqual({
      complaintId,
      term: { minutes: 240, startsAt: new Date('2026-03-02T09:00:00Z') },
      text: '네 시간 안에',
    });
  });

  test('is forgotten like one of today', () => {
    expect(decode(old)?.data).toMatchObject({ text: null });
  });

  test('is not readable without its upcaster', () => {
    expect(() => codec({ ...history, upcasters: [] }).decode(old)).toThrow('no upcaster');
  });
});

test('only the newest version is written', () => {
  expect(codec(history).shapeOf('ReplyPromised' as never).version).toBe(2);
});

test('what a spec defines is not in the catalogue', () => {
  expect(catalogue.shapes.some(({ type }) => type.startsWith('specimen.'))).toBe(false);
});

test('every version but the newest has its upcaster, and there is none without a version', () => {
  const newest = new Map<string, number>();
  for (const { type, version } of catalogue.shapes) newest.set(type, Math.max(version, newest.get(type) ?? 0));
  const expected = [...newest].flatMap(([type, last]) =>
    Array.from({ length: last - 1 }, (_, index) => `${type}/${index + 1}`),
  );
  expect(catalogue.upcasters.map(({ type, from }) => `${type}/${from}`).toSorted()).toEqual(expected.toSorted());
});

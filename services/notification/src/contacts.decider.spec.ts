import type { ComplaintId, NoticeId, NoticeKind } from '@redress/contracts';
import { derivedId, fold, type NewEvent } from '@redress/eventing';
import fc from 'fast-check';
import { shippedContactPolicy } from './contact-policy.decider.js';
import { contacts, neverHeld } from './contacts.decider.js';
import { isQuiet, onTheWall } from './quiet.rules.js';

const complaints = ['one', 'two'].map((name) => derivedId('complaint', name) as ComplaintId);
const known = { policy: shippedContactPolicy, preference: null, digest: { version: 1, published: undefined } };
const by = { id: 'nobody', roles: [] };
const minuteMs = 60_000;

interface Step {
  readonly afterMinutes: number;
  readonly kind: NoticeKind;
  readonly about: number;
  readonly withdraws: boolean;
  /** So many messages back, one is withdrawn, whatever became of it. */
  readonly withdrawsEarlier?: number | undefined;
}
const step: fc.Arbitrary<Step> = fc.record({
  afterMinutes: fc.integer({ min: 0, max: 240 }),
  kind: fc.constantFrom('receipt', 'question', 'progress', 'closed', 'delay'),
  about: fc.constantFrom(0, 1),
  withdraws: fc.boolean(),
  withdrawsEarlier: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
});

/** What comes of messages that fall due one after the other; digests go when their time has come, as timers have it. */
const lived = (steps: readonly Step[]): readonly NewEvent[] => {
  const events: NewEvent[] = [];
  const dues: { at: Date; complaintId: ComplaintId; digestId: NoticeId }[] = [];
  let now = Date.UTC(2026, 2, 2, 0);
  const decide = (command: keyof typeof contacts.decide, data: object, at: Date): void => {
    const state = fold(contacts, events);
    const circumstances = { at, by, ...known };
    const outcome = (contacts.decide[command] as (...all: object[]) => readonly NewEvent[])(data, state, circumstances);
    const again = (contacts.decide[command] as (...all: object[]) => readonly NewEvent[])(
      data,
      fold(contacts, [...events, ...outcome]),
      circumstances,
    );
    expect(again).toEqual([]);
    events.push(...outcome);
    for (const { type, data: held } of outcome)
      if (type === 'NoticeHeld')
        dues.push({ at: held.digestAt, complaintId: held.complaintId, digestId: held.digestId });
  };
  const goUntil = (until: number): void => {
    for (const { at, ...due } of dues.splice(0).toSorted((a, b) => a.at.getTime() - b.at.getTime()))
      if (at.getTime() <= until) decide('ReleaseDigest', due, at);
      else dues.push({ at, ...due });
  };
  steps.forEach(({ afterMinutes, kind, about, withdraws, withdrawsEarlier = 0 }, index) => {
    now += afterMinutes * minuteMs;
    goUntil(now);
    const complaintId = complaints[about] ?? complaints[0];
    const noticeId = derivedId('notice', String(index)) as NoticeId;
    decide('ReleaseNotice', { complaintId, noticeId, kind, templateVersion: 1 }, new Date(now));
    if (withdraws) decide('WithdrawNotice', { complaintId, noticeId }, new Date(now));
    const earlier = derivedId('notice', String(Math.max(0, index - withdrawsEarlier))) as NoticeId;
    if (withdrawsEarlier > 0) decide('WithdrawNotice', { complaintId, noticeId: earlier }, new Date(now));
  });
  goUntil(now + 3 * 86_400_000);
  return events;
};

describe('A customer is written to', () => {
  it('so often a day and no more, except for receipts, questions and digests; and of every message something comes', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const events = lived(steps);
        const perDay = new Map<string, number>();
        const over = new Set<string>();
        for (const { type, data } of events) {
          if (type === 'NoticeReleased') {
            for (const { noticeId } of [data, ...data.covers]) {
              expect(over.has(noticeId)).toBe(false);
              over.add(noticeId);
            }
            const before = perDay.get(data.day) ?? 0;
            perDay.set(data.day, before + 1);
            if (data.kind !== 'digest' && !neverHeld.includes(data.kind))
              expect(before).toBeLessThan(shippedContactPolicy.mostPerDay);
            expect(data.day).toBe(onTheWall('Asia/Seoul', data.releasedAt).day);
          }
          if (type === 'NoticeHeld') expect(isQuiet(shippedContactPolicy, 'Asia/Seoul', data.digestAt)).toBe(false);
          if (type === 'NoticeWithdrawn') {
            expect(over.has(data.noticeId)).toBe(false);
            over.add(data.noticeId);
          }
        }
        steps.forEach((_, index) => expect(over).toContain(derivedId('notice', String(index))));
        expect(fold(contacts, events).held).toEqual([]);
      }),
    ));

  it('in a digest of each complaint alone', () => {
    const progress = { kind: 'progress', withdraws: false, afterMinutes: 180 } as const;
    const many = Array.from({ length: 9 }, (_, index) => ({ ...progress, afterMinutes: 10, about: index % 2 }));
    const digests = lived([{ ...progress, about: 0 }, ...many]).flatMap(({ type, data }) =>
      type === 'NoticeReleased' && data.kind === 'digest' ? [[data.complaintId, data.covers.length]] : [],
    );
    expect(Object.fromEntries(digests)).toEqual({ [complaints[0]!]: 3, [complaints[1]!]: 2 });
  });
});

import type { ComplaintId, CustomerKey, KeyGeneration } from '@redress/contracts';
import { event, type Purpose } from '@redress/eventing';
import { specify } from '@redress/eventing/testing';
import { cacheTimeMs, customer } from './customer.decider.js';
import { retentionPolicy } from './retention-policy.decider.js';

const given = specify(customer);
const customerKey = 'aa4a2203-7c10-8ef7-b2cc-242c2f7cedf6' as CustomerKey;
const complaintId = '495bf017-4109-470a-a9ff-93225fb9cd11' as ComplaintId;
const other = '8cb9e4cc-9d9c-4d75-ac02-96db0d250378' as ComplaintId;
const minute = (count: number): Date => new Date(Date.parse('2026-03-02T09:00:00Z') + count * 60_000);
const known = { policy: retentionPolicy.initial };
const threeYears = (from: Date): Date => new Date(from.getTime() + 1096 * 86_400_000);

const key = (id: string, purpose: Purpose, generation = 1): KeyGeneration => ({
  subject: `complaint-${id}`,
  purpose,
  generation,
});
const [contact, record] = [key(complaintId, 'contact'), key(complaintId, 'record')];
const requested = (round: number, requestedAt: Date) =>
  event('ForgettingRequested', { customerKey, round, requestedAt });
const kept = { complaintId, closedAt: minute(-5), keptUntil: threeYears(minute(-5)) };
const begun = event('ForgettingBegun', {
  ...{ customerKey, round: 1, begunAt: minute(1), generations: [contact, record], records: [kept] },
  ...{ policyVersion: 1, open: [{ complaintId: other }] },
});
const contactDue = event('DestructionDue', { customerKey, round: 1, purpose: 'contact', generations: [contact] });
const ofRecord = { round: 1, recordOf: complaintId };
const recordDue = event('DestructionDue', {
  ...{ customerKey, ...ofRecord, purpose: 'record', closedAt: minute(-5), generations: [record] },
});
const forgotten = event('CustomerForgotten', {
  ...{ customerKey, round: 1, forgottenAt: minute(4), generations: [contact] },
});
const hold = { customerKey, reference: 'M-17' };
const placed = event('LegalHoldPlaced', { ...hold, reason: 'litigation', placedAt: minute(2) });
const lifted = (liftedAt: Date) => event('LegalHoldLifted', { ...hold, liftedAt });
const begin = { customerKey, round: 1, open: [{ complaintId: other }], isMore: false };
const closed = [{ complaintId, closedAt: minute(-5) }];

describe('Forgetting a customer', () => {
  it('begins with a request, once', () => {
    given()
      .when('ForgetCustomer', { customerKey }, minute(0))
      .then(requested(1, minute(0)));
    given(requested(1, minute(0)))
      .when('ForgetCustomer', { customerKey }, minute(1))
      .thenNothing();
  });

  it('names the keys that were closed, and until when the law keeps records', () => {
    given(requested(1, minute(0)))
      .when('BeginForgetting', { ...begin, generations: [contact, record], closed }, minute(1), known)
      .then(begun);
    given(requested(1, minute(0)), begun)
      .when('BeginForgetting', { ...begin, generations: [contact, record], closed }, minute(2), known)
      .thenNothing();
  });

  it('leaves to an earlier round what that has closed', () => {
    const second = { ...begin, round: 2, generations: [contact, record, key(complaintId, 'record', 2)], closed };
    const fresh = { ...begun.data, round: 2, begunAt: minute(3), generations: [key(complaintId, 'record', 2)] };
    given(requested(1, minute(0)), begun, requested(2, minute(2)))
      .when('BeginForgetting', second, minute(3), known)
      .then(event('ForgettingBegun', fresh));
  });

  it('takes another round where one cannot take all', () =>
    given(requested(1, minute(0)))
      .when('BeginForgetting', { ...begin, generations: [contact, record], closed, isMore: true }, minute(1), known)
      .then(begun, requested(2, minute(1))));

  it('destroys what no law keeps when no process has the key in memory any more', () => {
    const contactOf = { customerKey, round: 1, purpose: 'contact' as const };
    const until = new Date(minute(1).getTime() + cacheTimeMs);
    const asked = given(requested(1, minute(0)), begun);
    asked.when('DestroyKeys', contactOf, new Date(until.getTime() - 1)).thenNothing();
    asked.when('DestroyKeys', contactOf, until).then(contactDue);
    given(requested(1, minute(0)), begun, contactDue)
      .when('DestroyKeys', contactOf, minute(4))
      .thenNothing();
    given(requested(1, minute(0)), begun, contactDue)
      .when('NoteDestruction', contactOf, minute(4))
      .then(forgotten);
    given(requested(1, minute(0)), begun, contactDue, forgotten)
      .when('NoteDestruction', contactOf, minute(5))
      .thenNothing();
  });

  it('destroys records when the law lets them go', () => {
    const name = { customerKey, ...ofRecord, purpose: 'record' as const };
    const asked = given(requested(1, minute(0)), begun, contactDue, forgotten);
    asked.when('DestroyKeys', name, new Date(kept.keptUntil.getTime() - 1)).thenNothing();
    asked.when('DestroyKeys', name, kept.keptUntil).then(recordDue);
    const gone = { customerKey, ...ofRecord, forgottenAt: kept.keptUntil, generations: [record] };
    given(begun, recordDue).when('NoteDestruction', name, kept.keptUntil).then(event('RecordForgotten', gone));
  });

  it('keeps a record longer whose complaint was reopened', () => {
    const closedAt = minute(60);
    const longer = { customerKey, ...ofRecord, closedAt, keptUntil: threeYears(closedAt), policyVersion: 1 };
    given(begun, recordDue)
      .when('KeepRecordLonger', { customerKey, ...ofRecord, closedAt }, kept.keptUntil, known)
      .then(event('RecordKeptLonger', longer));
    given(begun, recordDue)
      .when('KeepRecordLonger', { customerKey, ...ofRecord, closedAt: undefined }, kept.keptUntil, known)
      .then(event('RecordKeptLonger', { ...longer, closedAt: kept.keptUntil, keptUntil: threeYears(kept.keptUntil) }));
    given(begun, recordDue, event('RecordKeptLonger', longer))
      .when('DestroyKeys', { customerKey, ...ofRecord, purpose: 'record' }, kept.keptUntil)
      .thenNothing();
  });

  it('follows for a complaint that was open when it is closed, and for no other', () => {
    const asked = given(requested(1, minute(0)), begun);
    asked.when('ContinueForgetting', { customerKey, complaintId: other }, minute(9)).then(requested(2, minute(9)));
    asked.when('ContinueForgetting', { customerKey, complaintId }, minute(9)).thenNothing();
    given().when('ContinueForgetting', { customerKey, complaintId }, minute(9)).thenNothing();
  });
});

describe('A legal hold', () => {
  it('refuses forgetting', () =>
    given(placed).when('ForgetCustomer', { customerKey }, minute(3)).thenRefused('on-legal-hold'));

  it('holds what was begun; lifted, what became due meanwhile goes', () => {
    given(begun, placed).when('DestroyKeys', { customerKey, round: 1, purpose: 'contact' }, minute(9)).thenNothing();
    given(begun, placed).when('ResumeForgetting', { customerKey }, minute(9)).thenNothing();
    given(begun, placed, lifted(minute(10)))
      .when('ResumeForgetting', { customerKey }, minute(10))
      .then(contactDue);
  });

  it('lifted, looks again at complaints that were open', () =>
    given(begun, placed)
      .when('LiftLegalHold', hold, minute(10))
      .then(lifted(minute(10)), requested(1, minute(10))));

  it('is placed and lifted once, and lasts as long as any does', () => {
    given(placed)
      .when('PlaceLegalHold', { ...hold, reason: 'litigation' }, minute(3))
      .thenNothing();
    given().when('LiftLegalHold', hold, minute(3)).thenRefused('no-such-hold');
    const another = event('LegalHoldPlaced', { ...placed.data, reference: 'M-18' });
    given(placed, another, lifted(minute(4)))
      .when('ForgetCustomer', { customerKey }, minute(5))
      .thenRefused('on-legal-hold');
  });
});

import type { ComplaintGiven } from '@redress/contracts';
import {
  complaintIdOf,
  factsGiven,
  faultsOfFacts,
  faultsOfPublicForm,
  missingFacts,
  receivedAtOf,
} from './complaint-given.rules.js';

const now = new Date('2026-03-02T09:00:00Z');
const hourBefore = new Date('2026-03-02T08:00:00Z');
const plain: ComplaintGiven = { channel: 'web', text: 'The kettle leaks.' };

describe('The public form', () => {
  it('takes what a customer can know', () =>
    expect(
      faultsOfPublicForm({
        ...plain,
        customer: { id: 'c-1', name: 'Kim', email: 'k@example.com', phone: '010-1234-5678', locale: 'ko' },
        order: { number: '2026-1' },
        productCode: 'KETTLE',
        subject: 'Kettle',
        remedySought: 'refund',
      }),
    ).toEqual([]));

  it('names every fact that only a shop can know', () => {
    const order = { number: '1', valueMinor: 1, currency: 'KRW', region: 'Seoul', sellerId: 's', brand: 'b' };
    const dates = { promisedAt: now, deliveredAt: now };
    const faults = faultsOfPublicForm({
      ...plain,
      channel: 'mail',
      customer: { id: 'c-1', tier: 'vip' },
      order: { ...order, ...dates },
      externalRef: 'r',
      receivedAt: hourBefore,
    });
    expect(faults.map(({ field }) => field)).toEqual([
      'channel',
      'customer.tier',
      'order.valueMinor',
      'order.currency',
      'order.region',
      'order.sellerId',
      'order.brand',
      'order.promisedAt',
      'order.deliveredAt',
      'externalRef',
      'receivedAt',
    ]);
  });
});

describe('The facts of a complaint', () => {
  it('name the currency of an amount', () => {
    expect(faultsOfFacts({ ...plain, order: { valueMinor: 100 } }, now)).toMatchObject([{ field: 'order.currency' }]);
    expect(faultsOfFacts({ ...plain, order: { valueMinor: 100, currency: 'KRW' } }, now)).toEqual([]);
  });

  it('do not come from the future, but for a clock that runs a little ahead', () => {
    const tomorrow = new Date('2026-03-03T09:00:00Z');
    const inASecond = new Date('2026-03-02T09:00:01Z');
    expect(faultsOfFacts({ ...plain, receivedAt: tomorrow }, now)).toMatchObject([{ field: 'receivedAt' }]);
    expect(faultsOfFacts({ ...plain, receivedAt: inASecond }, now)).toEqual([]);
    expect(receivedAtOf({ ...plain, receivedAt: inASecond }, now)).toEqual(now);
    expect(receivedAtOf({ ...plain, receivedAt: hourBefore }, now)).toEqual(hourBefore);
    expect(receivedAtOf(plain, now)).toEqual(now);
  });

  it('are missed by name', () => {
    expect(missingFacts(plain)).toEqual(['customer-id', 'order-number', 'product-code']);
    expect(missingFacts({ ...plain, customer: { id: 'c' }, order: { number: '1' }, productCode: 'P' })).toEqual([]);
  });

  it('are absent where they were not given', () =>
    expect(factsGiven(plain, undefined)).toEqual({ channel: 'web', text: 'The kettle leaks.' }));
});

describe('The id of a complaint', () => {
  it('follows from its channel’s reference, whoever sends it', () => {
    const referred = { ...plain, externalRef: 'r-1' };
    expect(complaintIdOf(referred, 'one')).toBe(complaintIdOf(referred, 'other'));
    expect(complaintIdOf(referred, 'one')).not.toBe(complaintIdOf({ ...referred, channel: 'mail' }, 'one'));
  });

  it('follows from the request without one', () => {
    expect(complaintIdOf(plain, 'one')).toBe(complaintIdOf(plain, 'one'));
    expect(complaintIdOf(plain, 'one')).not.toBe(complaintIdOf(plain, 'other'));
  });
});

import { event } from '@redress/eventing';
import { specify } from '@redress/eventing/testing';
import { handlingPolicy, mayReturn, policyId } from './handling-policy.decider.js';

const given = specify(handlingPolicy);
const at = new Date('2026-03-02T09:00:00Z');
const published = (version: number, reopenWithinDays: number) =>
  event('HandlingPolicyPublished', { policyId, version, reopenWithinDays });

describe('The handling policy', () => {
  it('is shipped as version 1, with 30 days to come back', () =>
    expect(handlingPolicy.initial).toEqual({ version: 1, reopenWithinDays: 30 }));

  it('has a new version whenever it changes', () =>
    given(published(2, 14)).when('PublishPolicy', { reopenWithinDays: 60 }, at).then(published(3, 60)));

  it('keeps its version when it says the same', () => {
    given().when('PublishPolicy', { reopenWithinDays: 30 }, at).thenNothing();
    given(published(2, 14)).when('PublishPolicy', { reopenWithinDays: 14 }, at).thenNothing();
  });
});

describe('Coming back', () => {
  const closedAt = new Date('2026-03-02T09:00:00.000Z');
  const policy = { version: 1, reopenWithinDays: 30 };

  it('is possible up to the last moment of the last day', () => {
    expect(mayReturn(policy, closedAt, new Date('2026-04-01T09:00:00.000Z'))).toBe(true);
    expect(mayReturn(policy, closedAt, new Date('2026-04-01T09:00:00.001Z'))).toBe(false);
  });

  it('is not possible where the policy grants no day', () => {
    const none = { version: 2, reopenWithinDays: 0 };
    expect(mayReturn(none, closedAt, new Date('2026-03-02T09:00:00.001Z'))).toBe(false);
  });
});

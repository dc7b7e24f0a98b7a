import { event } from '@redress/eventing';
import { specify } from '@redress/eventing/testing';
import { keptUntil, retentionPolicy, retentionPolicyId as policyId } from './retention-policy.decider.js';

const given = specify(retentionPolicy);
const at = new Date('2026-03-02T09:00:00Z');
const published = (version: number, retainRecordsDays: number) =>
  event('RetentionPolicyPublished', { policyId, version, retainRecordsDays });

describe('The retention policy', () => {
  it('is shipped as version 1, with the three years of the law', () => {
    const until = keptUntil(retentionPolicy.initial, new Date('2024-02-29T00:00:00Z'));
    expect(until >= new Date('2027-02-28T00:00:00Z')).toBe(true);
    expect(retentionPolicy.initial).toEqual({ version: 1, retainRecordsDays: 1096 });
  });

  it('has a new version whenever it changes, and none when it says the same', () => {
    given(published(2, 1826)).when('PublishPolicy', { retainRecordsDays: 1096 }, at).then(published(3, 1096));
    given(published(2, 1826)).when('PublishPolicy', { retainRecordsDays: 1826 }, at).thenNothing();
  });
});

import { event } from '@redress/eventing';
import { specify } from '@redress/eventing/testing';
import { linkPolicy } from './link-policy.decider.js';

const given = specify(linkPolicy);
const at = new Date('2026-03-02T09:00:00Z');
const published = (version: number, validDays: number) =>
  event('LinkPolicyPublished', { policyId: 'current', version, validDays });

describe('The link policy', () => {
  it('is shipped as version 1: a link is good for 90 days', () =>
    expect(linkPolicy.initial).toEqual({ version: 1, validDays: 90 }));

  it('has a new version whenever it changes', () =>
    given(published(2, 14)).when('PublishPolicy', { validDays: 30 }, at).then(published(3, 30)));

  it('keeps its version when it says the same', () => {
    given().when('PublishPolicy', { validDays: 90 }, at).thenNothing();
    given(published(2, 14)).when('PublishPolicy', { validDays: 14 }, at).thenNothing();
  });
});

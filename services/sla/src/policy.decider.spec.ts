import { metrics, severities } from '@redress/contracts';
import { event } from '@redress/eventing';
import { specify } from '@redress/eventing/testing';
import { shippedPolicy, slaPolicy, termsOf } from './policy.decider.js';

const given = specify(slaPolicy);
const now = new Date('2026-03-02T09:00:00Z');
const { promises, warnings } = shippedPolicy;
const faster = promises.map((one) =>
  one.severity === 'normal' && one.metric === 'first-response' ? { ...one, minutes: 120 } : one,
);
const published = event('SlaPolicyPublished', { policyId: 'current', version: 2, promises: faster, warnings });

describe('The policy of promises', () => {
  it('ships with a promise for everything, as version 1', () => {
    const minutes = severities.map((severity) =>
      metrics.map((metric) => termsOf(shippedPolicy, severity, metric).promiseMinutes),
    );
    expect(minutes).toEqual([
      [60, 24 * 60],
      [4 * 60, 48 * 60],
      [24 * 60, 7 * 24 * 60],
    ]);
    expect(termsOf(shippedPolicy, 'normal', 'resolution')).toMatchObject({ policyVersion: 1, warnings });
  });

  it('is published as the next version', () => {
    given().when('PublishPolicy', { promises: faster, warnings }, now).then(published);
    given(published)
      .when('PublishPolicy', { promises, warnings }, now)
      .then(event('SlaPolicyPublished', { policyId: 'current', version: 3, promises, warnings }));
  });

  it('is the same in whatever order it is written', () =>
    given(published)
      .when('PublishPolicy', { promises: faster.toReversed(), warnings: warnings.toReversed() }, now)
      .thenNothing());

  it('may warn of nothing', () =>
    given()
      .when('PublishPolicy', { promises, warnings: [] }, now)
      .then(event('SlaPolicyPublished', { policyId: 'current', version: 2, promises, warnings: [] })));

  it('leaves nothing open and says nothing twice', () => {
    given()
      .when('PublishPolicy', { promises: promises.slice(1), warnings }, now)
      .thenRefused('promise-missing');
    const twice = [...promises.slice(1), { ...promises[1]!, minutes: 1 }];
    given().when('PublishPolicy', { promises: twice, warnings }, now).thenRefused('promise-missing');
    given()
      .when('PublishPolicy', { promises: [...promises, promises[0]!], warnings }, now)
      .thenRefused('promise-repeated');
    given()
      .when('PublishPolicy', { promises, warnings: [{ percent: 75 }, { percent: 75 }] }, now)
      .thenRefused('warning-repeated');
  });
});

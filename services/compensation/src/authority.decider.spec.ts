import { event } from '@redress/eventing';
import { specify } from '@redress/eventing/testing';
import { authority, shippedAuthority } from './authority.decider.js';

const given = specify(authority);
const now = new Date('2026-03-02T09:00:00Z');
const { timeZone, authorities } = shippedAuthority;
const [won] = authorities as [(typeof authorities)[number]];
const dollars = { ...won, currency: 'USD', limits: [{ role: 'finance' as const, upToMinor: 100_000 }] };

describe('The authority to approve', () => {
  it('ships as version 1 for won', () => {
    expect(shippedAuthority).toMatchObject({
      version: 1,
      timeZone: 'Asia/Seoul',
      authorities: [{ currency: 'KRW', automaticUpToMinor: 10_000, fourEyesAboveMinor: 1_000_000 }],
    });
    given().when('PublishAuthority', shippedAuthority, now).thenNothing();
  });

  it('is published as the next version, the same in whatever order it is written', () => {
    const published = event('AuthorityPublished', {
      policyId: 'current',
      version: 2,
      timeZone,
      authorities: [won, dollars],
    });
    given()
      .when('PublishAuthority', { timeZone, authorities: [dollars, won] }, now)
      .then(published);
    const turned = { ...won, limits: won.limits.toReversed() };
    given(published)
      .when('PublishAuthority', { timeZone, authorities: [turned, dollars] }, now)
      .thenNothing();
  });

  it('leaves nothing that cannot be approved, and says nothing twice', () => {
    const refused = (reason: string, ...those: (typeof authorities)[number][]) =>
      given().when('PublishAuthority', { timeZone, authorities: those }, now).thenRefused(reason);
    refused('authority-missing');
    refused('currency-repeated', won, won);
    refused('nobody-approves', { ...won, limits: [] });
    refused('role-repeated', { ...won, limits: [...won.limits, { role: 'agent', upToMinor: 1 }] });
    refused('automatic-above-four-eyes', { ...won, fourEyesAboveMinor: 9_999 });
    given().when('PublishAuthority', { timeZone: 'Asia/Atlantis', authorities }, now).thenRefused('time-zone-unknown');
  });
});

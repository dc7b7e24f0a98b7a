import type { ComplaintId } from '@redress/contracts';
import { event, fold } from '@redress/eventing';
import { specify } from '@redress/eventing/testing';
import fc from 'fast-check';
import { customerLinks } from './customer-links.decider.js';

const complaintId = '6f8e0000-0000-5000-8000-000000000001' as ComplaintId;
const linkId = '6f8e0000-0000-5000-8000-000000000002';
const at = new Date('2026-03-02T09:00:00.500Z');
const known = { policy: { version: 3, validDays: 2 } };
const given = specify(customerLinks);
const issued = event('LinkIssued', {
  complaintId,
  linkId,
  generation: 1,
  policyVersion: 3,
  issuedAt: at,
  expiresAt: new Date('2026-03-04T09:00:00.000Z'),
});
const revoked = (generation: number) => event('LinksRevoked', { complaintId, generation, revokedAt: at });

describe('The links to a complaint', () => {
  it('are good for as long as the policy in force says, to the second', () =>
    given().when('IssueLink', { complaintId, linkId }, at, known).then(issued));

  it('are issued once for a request', () =>
    given(issued).when('IssueLink', { complaintId, linkId }, new Date('2026-03-03T09:00:00Z'), known).thenNothing());

  it('are of a generation that a revocation ends', () => {
    given(issued).when('RevokeLinks', { complaintId }, at, known).then(revoked(2));
    given(revoked(2)).when('RevokeLinks', { complaintId }, at, known).then(revoked(3));
    given(revoked(2))
      .when('IssueLink', { complaintId, linkId }, at, known)
      .then(event('LinkIssued', { ...issued.data, generation: 2 }));
  });

  it('keep their generation and their end, whatever comes after', () => {
    const asked = fc.array(fc.oneof(fc.constant('revoke' as const), fc.integer({ min: 1, max: 5 })), { maxLength: 40 });
    fc.assert(
      fc.property(asked, (all) => {
        let state = customerLinks.initial;
        for (const [hour, one] of all.entries()) {
          const before = state;
          const circumstances = { at: new Date(at.getTime() + hour * 3_600_000), by: { id: 'x', roles: [] }, ...known };
          const events =
            one === 'revoke'
              ? customerLinks.decide.RevokeLinks({ complaintId }, state, circumstances)
              : customerLinks.decide.IssueLink({ complaintId, linkId: String(one) }, state, circumstances);
          if ('refused' in events) throw new Error('Nothing is refused.');
          state = fold(customerLinks, events, state);
          expect(state.generation).toBe(before.generation + (one === 'revoke' ? 1 : 0));
          expect(state.issued).toMatchObject(before.issued);
        }
      }),
    );
  });
});

import {
  type AbsenceId,
  catalogue,
  type ComplaintId,
  type CompensationId,
  type CustomerKey,
  type MessageId,
  type NoticeId,
  type PersonId,
  type TeamId,
} from '@redress/contracts';
import { codec, derivedId, event, type NewEvent } from '@redress/eventing';
import { historyOf, projectionSuite, teller } from '@redress/eventing/testing';
import fc from 'fast-check';
import { cases } from './cases.projection.js';
import { compensations } from './compensations.projection.js';
import { contactPolicies } from './contact-policies.projection.js';
import { shippedContactPolicy } from './contact-policy.decider.js';
import { contactRows } from './contacts.projection.js';
import { linkPolicies } from './link-policies.projection.js';
import { notices } from './notices.projection.js';
import { people } from './people.projection.js';
import { preferenceRows } from './preferences.projection.js';
import { spoken } from './spoken.projection.js';
import { templateVersions } from './template-versions.projection.js';

const { shapeOf } = codec(catalogue);
const keyOf = ({ type, data }: NewEvent): string => shapeOf(type).keyOf(data as never);
const at = new Date('2026-03-02T09:00:00Z');
const idIn = (kind: string, which: number): string => derivedId(kind, String(which));

/** Anything that may be said about a few complaints, people and customers, in any order. */
const happening = fc
  .record({ which: fc.constantFrom(0, 1, 2), other: fc.constantFrom(0, 1), version: fc.integer({ min: 2, max: 5 }) })
  .chain(({ which, other, version }) => {
    const complaintId = idIn('complaint', which) as ComplaintId;
    const noticeId = idIn('notice', which * 2 + other) as NoticeId;
    const [personId, teamId] = [idIn('person', other) as PersonId, idIn('team', other) as TeamId];
    const absenceId = idIn('absence', other) as AbsenceId;
    const [customerKey, digestId] = [idIn('customer', which) as CustomerKey, idIn('digest', which) as NoticeId];
    const [of, said] = [
      { complaintId, noticeId },
      { complaintId, messageId: idIn('message', other) as MessageId },
    ];
    const terms = { policyVersion: 1, severity: 'normal', promiseMinutes: 60, warnings: [] } as const;
    const what = { kind: 'progress', templateVersion: 1 } as const;
    const owner = { complaintId, ownerId: personId };
    const texts = [{ locale: 'ko', subject: 's', body: 'b' }];
    const { version: _, ...policy } = shippedContactPolicy;
    const money = { amountMinor: version, currency: 'KRW' };
    const compensation = { complaintId, compensationId: idIn('compensation', other) as CompensationId };
    return fc.constantFrom<NewEvent>(
      event('NoticeRequested', { ...of, ...what, policyVersion: 1, matter: {}, requestedAt: at, sendAt: at }),
      event('NoticeReleased', { ...of, ...what, covers: [], releasedAt: at, day: '2026-03-02', policyVersion: 1 }),
      event('NoticeHeld', { ...of, digestId, digestAt: at, policyVersion: 1 }),
      event('NoticeWithdrawn', { ...of, withdrawnAt: at }),
      event('NoticeSent', {
        ...of,
        ...what,
        carrier: 'mail',
        locale: 'ko',
        covers: [],
        subject: 's',
        body: 'b',
        sentAt: at,
      }),
      event('NoticeFailed', { ...of, failure: 'bounced', carrier: 'mail', failedAt: at }),
      event('NoticeResent', { ...of, time: version, resentAt: at }),
      event('NoticeDigested', { ...of, digestId, digestedAt: at }),
      event('NoticeRead', { ...of, readAt: at }),
      event('ComplaintReceived', { ...said, caseNumber: '1', channel: 'web', receivedAt: at, text: 't', missing: [] }),
      event('AgentReplied', { ...said, text: 't', repliedAt: at, asksCustomer: false }),
      event('OwnerAssigned', { ...owner, teamId, round: version, cause: 'chosen', assignedAt: at, policyVersion: 1 }),
      event('OwnershipConfirmed', { ...owner, confirmedAt: at }),
      event('OwnershipEnded', { complaintId, endedAt: at }),
      event('ClockStarted', { complaintId, metric: 'resolution', terms, startedAt: at, dueAt: at }),
      event('ClockRederived', {
        ...{ complaintId, metric: 'resolution', terms, previousSeverity: 'important' },
        ...{ rederivedAt: at, dueAt: at },
      }),
      event('ComplaintClosed', { complaintId, closedAt: at }),
      event('CompensationProposed', {
        ...{ ...compensation, kind: 'coupon', amount: money, tariffVersion: 1 },
        ...{ proposedAt: at, isException: false, proposedBy: personId },
      }),
      event('PersonAdded', { personId, username: 'u', name: 'n', locale: 'ko', roles: ['agent'], teams: [] }),
      event('TeamsChanged', { personId, teams: [{ teamId }] }),
      event('PersonDeactivated', { personId }),
      event('AbsencePlanned', { personId, absenceId, from: at, until: at, substituteId: personId }),
      event('AbsenceCancelled', { personId, absenceId }),
      event('PreferenceChanged', { customerKey, locale: 'en' }),
      event('TemplatePublished', { kind: 'receipt', version, texts }),
      event('LinksRevoked', { complaintId, generation: version, revokedAt: at }),
      event('LinkPolicyPublished', { policyId: 'current', version, validDays: version }),
      event('ContactPolicyPublished', { policyId: 'current', version, ...policy }),
    );
  });

const histories = fc.array(happening, { minLength: 15, maxLength: 40 }).map((events) =>
  historyOf(
    events.map((told) => ({
      ...{ decider: teller('notification.anything'), id: keyOf(told), command: 'Tell', data: told, afterMinutes: 1 },
    })),
    keyOf,
  ),
);

projectionSuite(notices, histories);
projectionSuite(cases, histories);
projectionSuite(contactRows, histories);
projectionSuite(spoken, histories);
projectionSuite(compensations, histories);
projectionSuite(people, histories);
projectionSuite(preferenceRows, histories);
projectionSuite(templateVersions, histories);
projectionSuite(contactPolicies, histories);
projectionSuite(linkPolicies, histories);

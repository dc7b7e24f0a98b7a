import { randomUUID } from 'node:crypto';
import type {
  AbsenceId,
  ComplaintId,
  ComplaintReceived,
  CompensationId,
  CustomerKey,
  InvestigationId,
  MessageId,
  PersonId,
  ProposalId,
  Role,
  TeamId,
} from '@redress/contracts';
import { type Decider, derivedId, event, type EventName, type NewEvent } from '@redress/eventing';
import { type Platform, startPlatform } from '@redress/service-host/testing';
import { NotificationModule } from '../notification.module.js';

/** Stands for the other services: says whatever it is told to, as if it had happened there. */
const teller = (category: string): Decider<{ Tell: NewEvent }, EventName, null> => ({
  category,
  initial: null,
  decide: { Tell: (told) => [told] },
  evolve: {} as Decider<object, EventName, null>['evolve'],
});

interface Telling {
  /** Recorded now, but it happened then. */
  readonly historically?: boolean;
}

const tellOn =
  (platform: Platform, category: string, id: string) =>
  async (told: NewEvent, { historically = false }: Telling = {}): Promise<void> => {
    const commandId = randomUUID();
    const by = { id: randomUUID(), roles: ['agent'] };
    const cause = { commandId, by, at: platform.now(), correlationId: commandId, causationId: commandId };
    const sending = { decider: teller(category), id, command: 'Tell', data: told };
    await platform.application.runtime.commands.dispatch(sending, { ...cause, historical: historically });
    await platform.settled();
  };

const names = ['SMTP_URL', 'SMTP_URL_FILE', 'SMTP_FROM', 'WEBHOOK_URL', 'WEBHOOK_SECRET', 'WEBHOOK_SECRET_FILE'];

/** The real module; carriers as these settings say, and no others. */
export const startNotification = async (
  at: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Platform> => {
  for (const name of names) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, settings);
  const platform = await startPlatform(NotificationModule, { at });
  // Rules hear what comes after their deployment: once this was passed, they listen.
  const teamId = randomUUID() as TeamId;
  await tellOn(platform, 'directory.staff', teamId)(event('TeamAdded', { teamId, name: 'The first' }));
  return platform;
};

/** Who signs in with this role on the platform, as somebody of a team. */
export const personWith = async (platform: Platform, role: Role, name: string, teamId?: TeamId): Promise<PersonId> => {
  const personId = derivedId('person', role) as PersonId;
  const teams = teamId === undefined ? [] : [{ teamId }];
  await tellOn(
    platform,
    'directory.staff',
    personId,
  )(event('PersonAdded', { personId, username: name.replaceAll(' ', '.'), name, locale: 'ko', roles: [role], teams }));
  return personId;
};

interface Away {
  readonly from: string;
  readonly until: string;
  readonly substituteId: PersonId;
}
export const goesAway = (
  platform: Platform,
  personId: PersonId,
  { from, until, substituteId }: Away,
): Promise<void> => {
  const absence = { personId, absenceId: randomUUID() as AbsenceId, from: new Date(from), until: new Date(until) };
  return tellOn(platform, 'directory.staff', personId)(event('AbsencePlanned', { ...absence, substituteId }));
};

const terms = { policyVersion: 1, severity: 'normal', promiseMinutes: 10_080, warnings: [] } as const;

/** A complaint, and what becomes known about it. */
export const complaintOn = (platform: Platform, complaintId = randomUUID() as ComplaintId) => {
  const tell = tellOn(platform, 'intake.complaint', complaintId);
  const proposalId = randomUUID() as ProposalId;
  const said = (text: string) => ({ complaintId, messageId: randomUUID() as MessageId, text });
  return {
    complaintId,
    tell,
    isReceived: (about: Partial<ComplaintReceived> = {}, telling?: Telling) =>
      tell(
        event('ComplaintReceived', {
          ...said('…'),
          caseNumber: '10000017-3',
          channel: 'web',
          receivedAt: platform.now(),
          customerName: '김하늘',
          customerEmail: 'haneul@example.com',
          missing: [],
          ...about,
        }),
        telling,
      ),
    isPromised: (metric: 'first-response' | 'resolution', dueAt: string) =>
      tell(event('ClockStarted', { complaintId, metric, terms, startedAt: platform.now(), dueAt: new Date(dueAt) })),
    isPromisedAnew: (metric: 'first-response' | 'resolution', dueAt: string) => {
      const known = { complaintId, metric, terms, previousSeverity: 'important' } as const;
      return tell(event('ClockRederived', { ...known, rederivedAt: platform.now(), dueAt: new Date(dueAt) }));
    },
    isAnswered: (text: string, { asksCustomer = false } = {}) =>
      tell(event('AgentReplied', { ...said(text), repliedAt: platform.now(), asksCustomer })),
    isProposed: (text: string) =>
      tell(event('SolutionProposed', { ...said(text), proposalId, remedy: 'refund', proposedAt: platform.now() })),
    isResolved: (text: string) =>
      tell(event('ComplaintResolved', { ...said(text), remedy: 'refund', resolvedAt: platform.now() })),
    isClosed: (telling?: Telling) => tell(event('ComplaintClosed', { complaintId, closedAt: platform.now() }), telling),
    isReopened: () =>
      tell(
        event('ComplaintReopened', {
          ...{ complaintId, messageId: randomUUID() as MessageId },
          ...{ reopenedAt: platform.now(), policyVersion: 1 },
        }),
      ),
    isOwnedBy: (ownerId: PersonId, teamId = randomUUID() as TeamId) =>
      tell(
        event('OwnerAssigned', {
          ...{ complaintId, ownerId, teamId, cause: 'chosen', assignedAt: platform.now(), policyVersion: 1, round: 1 },
          confirmBy: new Date(platform.now().getTime() + 3_600_000),
        }),
      ),
    isConfirmedBy: (ownerId: PersonId) =>
      tell(event('OwnershipConfirmed', { complaintId, ownerId, confirmedAt: platform.now() })),
    isInvestigated: (dueAt: string) =>
      tell(
        event('InvestigationRequested', {
          ...{ complaintId, investigationId: randomUUID() as InvestigationId, team: 'logistics' },
          ...{ requestedAt: platform.now(), dueAt: new Date(dueAt), question: 'Where is it?' },
        }),
      ),
    isNearDue: (dueAt: string) =>
      tell(event('DeadlineNeared', { complaintId, metric: 'resolution', terms, percent: 75, dueAt: new Date(dueAt) })),
    isMissed: () => tell(event('TargetMissed', { complaintId, metric: 'resolution', terms, dueAt: platform.now() })),
    isEscalated: (toPersonId?: PersonId) =>
      tell(
        event('CaseEscalated', {
          ...{ complaintId, level: 1, reason: 'unresolved', escalatedAt: platform.now(), policyVersion: 1 },
          ...(toPersonId !== undefined && { toPersonId }),
        }),
      ),
    isPaid: (amountMinor: number, currency: string) =>
      tell(
        event('CompensationPaid', {
          ...{ complaintId, compensationId: randomUUID() as CompensationId, reference: 'R-1', kind: 'coupon' },
          ...{ amount: { amountMinor, currency }, paidAt: platform.now() },
        }),
      ),
    waitsForApproval: async (amountMinor: number) => {
      const compensationId = randomUUID() as CompensationId;
      const amount = { amountMinor, currency: 'KRW' };
      await tell(
        event('CompensationProposed', {
          ...{ complaintId, compensationId, kind: 'partial-refund', amount, tariffVersion: 1, isException: false },
          ...{ proposedAt: platform.now(), proposedBy: randomUUID() as PersonId },
        }),
      );
      const request = { authorityVersion: 1, approvalsNeeded: 1, roles: ['lead'] as const };
      await tell(event('ApprovalRequested', { complaintId, compensationId, ...request, requestedAt: platform.now() }));
    },
    /** As intake does it: the keys are closed, and everybody hears which. */
    isForgotten: async (customerKey: CustomerKey) => {
      const subject = `complaint-${complaintId}`;
      await platform.application.runtime.adapters.personal.close([subject]);
      const generations = (['contact', 'record'] as const).map((purpose) => ({ subject, purpose, generation: 1 }));
      const begun = { customerKey, round: 1, begunAt: platform.now(), generations, records: [], open: [] };
      await tellOn(platform, 'intake.customer', customerKey)(event('ForgettingBegun', { ...begun, policyVersion: 1 }));
    },
    notices: async (): Promise<Record<string, unknown>[]> =>
      (await platform.as('agent').get(`/api/notification/complaints/${complaintId}/notices`)).body,
  };
};

export const newCustomer = (): CustomerKey => randomUUID() as CustomerKey;

import { randomUUID } from 'node:crypto';
import type {
  ComplaintId,
  ComplaintReceived,
  MessageId,
  Metric,
  PersonId,
  Severity,
  TeamId,
  Terms,
} from '@redress/contracts';
import { derivedId, event, type NewEvent } from '@redress/eventing';
import { teller } from '@redress/eventing/testing';
import type { Platform } from '@redress/service-host/testing';

export interface Telling {
  /** When it happens; unless it is given, now. */
  readonly at?: string;
  readonly by?: string;
  /** The stream it is told in, `<service>.<noun>-<id>`; unless it is given, that of the complaint in intake. */
  readonly category?: string;
  readonly id?: string;
  readonly historical?: true;
}

/** Stands for all the other services: says whatever it is told to. */
export const telling =
  (platform: Platform) =>
  async (told: NewEvent, { at, by = 'somebody', category = 'intake.complaint', id, historical }: Telling = {}) => {
    const commandId = randomUUID();
    const cause = { commandId, by: { id: by, roles: ['agent'] }, correlationId: commandId, causationId: commandId };
    const stream = id ?? (told.data as { readonly complaintId?: string }).complaintId ?? 'one';
    await platform.application.runtime.commands.dispatch(
      { decider: teller(category), id: stream, command: 'Tell', data: told },
      { ...cause, at: at ? new Date(at) : platform.now(), historical: historical ?? false },
    );
  };

export const idOf = <Id extends string>(name: string): Id => derivedId('desk spec', name) as Id;
export const entryId = (): MessageId => randomUUID() as MessageId;

export const received = (complaintId: ComplaintId, what: Partial<ComplaintReceived> = {}) =>
  event('ComplaintReceived', {
    complaintId,
    messageId: derivedId('first message', complaintId) as MessageId,
    caseNumber: `C-${complaintId.slice(0, 8)}`,
    channel: 'web',
    receivedAt: new Date('2026-03-02T09:00:00Z'),
    missing: [],
    text: '주전자가 깨진 채로 왔습니다.',
    ...what,
  });

export const terms = (severity: Severity = 'normal'): Terms => ({
  policyVersion: 1,
  severity,
  promiseMinutes: 60,
  warnings: [],
});

export const clockStarted = (complaintId: ComplaintId, metric: Metric, dueAt: string) =>
  event('ClockStarted', {
    complaintId,
    metric,
    terms: terms(),
    startedAt: new Date('2026-03-02T09:00:00Z'),
    dueAt: new Date(dueAt),
  });

export const triaged = (complaintId: ComplaintId, severity: Severity) =>
  event('ComplaintTriaged', {
    complaintId,
    severity,
    type: 'quality',
    scope: 'single',
    urgency: severity === 'high-risk' ? 'at-once' : 'normal',
    team: 'customer-service',
    triagedAt: new Date('2026-03-02T09:00:00Z'),
    rulesVersion: 1,
    fired: [{ ruleId: 'broken', words: [{ term: '깨진' }] }],
  });

export const assigned = (complaintId: ComplaintId, ownerId: PersonId, teamId: TeamId, round = 1) =>
  event('OwnerAssigned', {
    complaintId,
    ownerId,
    teamId,
    round,
    cause: 'chosen',
    assignedAt: new Date('2026-03-02T09:05:00Z'),
    confirmBy: new Date('2026-03-02T10:05:00Z'),
    policyVersion: 1,
  });

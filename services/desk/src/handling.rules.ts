import {
  CaseTriage,
  type ComplaintId,
  type CaseEscalation,
  InvestigationShown,
  type OwnerShown,
} from '@redress/contracts';
import { type EventName, type EventTypes, foldRows, projection, type Recorded } from '@redress/eventing';

class TriageOfCase extends CaseTriage {
  complaintId!: ComplaintId;
}

const triage = projection<TriageOfCase, 'complaintId'>({
  name: 'desk.triage',
  table: TriageOfCase,
  key: ['complaintId'],
  on: {
    ComplaintTriaged: (_, { fired, ...data }) => ({ ...data, fired, corrections: [] }),
    TriageCorrected: (row, { complaintId, correctedAt, reason, ...sorted }, { by }) => {
      if (!row) return undefined;
      const correction = { ...sorted, correctedAt, correctedBy: by.id, ...(reason != null && { reason }) };
      return { ...row, complaintId, ...sorted, corrections: [...row.corrections, correction] };
    },
  },
});

export const triageIn = (history: readonly Recorded[]): CaseTriage | undefined => {
  const [row] = foldRows(triage, history);
  if (!row) return undefined;
  const { complaintId: _, ...shown } = row;
  return shown;
};

const investigations = projection<InvestigationShown, 'complaintId' | 'investigationId'>({
  name: 'desk.investigations',
  table: InvestigationShown,
  key: ['complaintId', 'investigationId'],
  on: {
    InvestigationRequested: (_, { question, ...asked }, { by }) => ({
      ...asked,
      state: 'open',
      requestedBy: by.id,
      ...(question !== null && { question }),
    }),
    InvestigationOverdue: (row) => row && { ...row, state: 'overdue' },
    InvestigationAnswered: (row, { finding, answeredAt, result }) =>
      row && { ...row, state: 'answered', finding, endedAt: answeredAt, ...(result !== null && { result }) },
    InvestigationWithdrawn: (row, { withdrawnAt }) => row && { ...row, state: 'withdrawn', endedAt: withdrawnAt },
  },
});

export const investigationsIn = (history: readonly Recorded[]): readonly InvestigationShown[] =>
  foldRows(investigations, history);

const only = <T extends EventName>(history: readonly Recorded[], type: T): readonly EventTypes[T][] =>
  history.filter((event) => event.type === type).map(({ data }) => data as EventTypes[T]);

/** Everybody who has owned it, the last one first. */
export const ownersIn = (history: readonly Recorded[]): readonly OwnerShown[] => {
  const confirmations = history.filter(({ type }) => type === 'OwnershipConfirmed' || type === 'OwnerAssigned');
  return confirmations
    .flatMap((event, index) => {
      if (event.type !== 'OwnerAssigned') return [];
      const { ownerId, teamId, cause, assignedAt, confirmBy, substituteFor } =
        event.data as EventTypes['OwnerAssigned'];
      const next = confirmations[index + 1];
      const confirmed =
        next?.type === 'OwnershipConfirmed' ? (next.data as EventTypes['OwnershipConfirmed']).confirmedAt : undefined;
      const confirmedAt = confirmBy ? confirmed : assignedAt;
      return [
        {
          ownerId,
          teamId,
          cause,
          assignedAt,
          ...(confirmedAt ? { confirmedAt } : confirmBy && { confirmBy }),
          ...(substituteFor && { substituteFor }),
        },
      ];
    })
    .toReversed();
};

export const escalationsIn = (history: readonly Recorded[]): readonly CaseEscalation[] =>
  only(history, 'CaseEscalated').map(({ level, reason, escalatedAt, toPersonId, metric, note }) => ({
    level,
    reason,
    escalatedAt,
    ...(toPersonId && { toPersonId }),
    ...(metric && { metric }),
    ...(note != null && { note }),
  }));

import type {
  ApproverRole,
  CompensationListed,
  CompensationsAsked,
  CompensationShown,
  ComplaintCompensationsShown,
  ComplaintId,
  PersonId,
} from '@redress/contracts';
import type { Repository, SelectQueryBuilder } from 'typeorm';
import type { CompensationRow } from './compensations.projection.js';
import type { Offer } from './offers.projection.js';

/** In no order yet; without imported history, unless it is asked for. */
export const compensationsAsked = (
  rows: Repository<CompensationRow>,
  { state, kind, from, before, historical }: CompensationsAsked,
): SelectQueryBuilder<CompensationRow> => {
  const query = rows.createQueryBuilder('compensation').where('true');
  if (state) query.andWhere('compensation.state = :state', { state });
  if (kind) query.andWhere('compensation.kind = :kind', { kind });
  if (from) query.andWhere('compensation.proposedAt >= :from', { from });
  if (before) query.andWhere('compensation.proposedAt < :before', { before });
  if (!historical) query.andWhere('not compensation.historical');
  return query;
};

/** What somebody with these roles may approve, was not proposed by them and waits for another approval than theirs. */
export const waitingForApproval = (
  rows: Repository<CompensationRow>,
  { personId, roles }: { readonly personId: PersonId; readonly roles: readonly ApproverRole[] },
): SelectQueryBuilder<CompensationRow> =>
  rows
    .createQueryBuilder('compensation')
    .where(`compensation.state = 'waiting-for-approval'`)
    .andWhere('compensation.roles && cast(:roles as text[])', { roles })
    .andWhere('compensation.proposedBy <> :personId', { personId })
    .andWhere('not compensation.approvals @> cast(:mine as jsonb)', {
      mine: JSON.stringify([{ approverId: personId }]),
    });

type Known<T> = { [K in keyof T]?: Exclude<T[K], null> };
/** A field that is not known, or was forgotten, is left out of what is shown. */
const known = <T extends object>(fields: T): Known<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Known<T>;

export const compensationListed = (row: CompensationRow): CompensationListed => {
  const { amount, ruleId, authorityVersion, budgetId, reference, refusal, paidAt } = row;
  return {
    complaintId: row.complaintId,
    compensationId: row.compensationId,
    state: row.state,
    kind: row.kind,
    tariffVersion: row.tariffVersion,
    isException: row.isException,
    isAutomatic: row.isAutomatic,
    proposedBy: row.proposedBy,
    proposedAt: row.proposedAt,
    approvalsNeeded: row.approvalsNeeded,
    roles: row.roles,
    approvals: row.approvals.map(({ approverId, substituteFor, approvedAt }) => ({
      approverId,
      ...known({ substituteFor }),
      approvedAt: new Date(approvedAt),
    })),
    changedAt: row.changedAt,
    historical: row.historical,
    ...known({ amount, ruleId, authorityVersion, budgetId, reference, refusal, paidAt }),
  };
};

const compensationShown = (row: CompensationRow): CompensationShown => {
  const { reason, declineReason, reversalReason } = row;
  return { ...compensationListed(row), ...known({ reason, declineReason, reversalReason }) };
};

/** What may be offered for a complaint and what was, the earliest first. */
export const shownTogether = (
  complaintId: ComplaintId,
  offer: Offer | null | undefined,
  rows: readonly CompensationRow[],
): ComplaintCompensationsShown => ({
  complaintId,
  ...(offer && { tariffVersion: offer.tariffVersion, derivedAt: offer.derivedAt, ...known(valueOf(offer)) }),
  options: offer?.options ?? [],
  compensations: rows
    .toSorted(
      (one, other) =>
        one.proposedAt.getTime() - other.proposedAt.getTime() || (one.compensationId < other.compensationId ? -1 : 1),
    )
    .map(compensationShown),
});

const valueOf = ({ orderValue }: Offer): Pick<Offer, 'orderValue'> => ({ orderValue });

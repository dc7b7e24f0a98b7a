import {
  CompensationShown,
  type CompensationState,
  type ComplaintCompensationsShown,
  type ComplaintId,
  type OptionsDerived,
} from '@redress/contracts';
import { foldRows, projection, type Recorded } from '@redress/eventing';

type Row = CompensationShown | undefined;

const changed = (row: Row, { occurredAt }: Recorded, change: Partial<CompensationShown>): Row =>
  row && { ...row, ...change, changedAt: occurredAt };
const waitsForBudget: readonly (CompensationState | undefined)[] = ['approved', 'failed'];

const compensations = projection<CompensationShown, 'complaintId' | 'compensationId'>({
  name: 'desk.compensations',
  table: CompensationShown,
  key: ['complaintId', 'compensationId'],
  on: {
    CompensationProposed: (_, { reason, ...data }, { occurredAt, historical }) => ({
      ...data,
      state: 'waiting-for-approval',
      isAutomatic: false,
      approvalsNeeded: 0,
      roles: [],
      approvals: [],
      changedAt: occurredAt,
      historical,
      ...(reason != null && { reason }),
    }),
    ApprovalRequested: (row, { authorityVersion, approvalsNeeded, roles }, event) =>
      changed(row, event, { authorityVersion, approvalsNeeded, roles }),
    ApprovalGiven: (row, { approverId, substituteFor, approvedAt }, event) => {
      const given = { approverId, approvedAt, ...(substituteFor && { substituteFor }) };
      return changed(row, event, { approvals: [...(row?.approvals ?? []), given] });
    },
    CompensationApproved: (row, { isAutomatic, authorityVersion }, event) =>
      changed(row, event, { state: 'approved', isAutomatic, authorityVersion }),
    CompensationDeclined: (row, { declinedBy, reason }, event) =>
      changed(row, event, {
        state: declinedBy === row?.proposedBy ? 'withdrawn' : 'declined',
        ...(reason != null && { declineReason: reason }),
      }),
    BudgetExceeded: (row, { budgetId }, event) =>
      // What was declined meanwhile waits for nothing any more.
      waitsForBudget.includes(row?.state) ? changed(row, event, { state: 'waiting-for-budget', budgetId }) : row,
    BudgetReserved: (row, { budgetId }, event) =>
      changed(row, event, { budgetId, ...(row?.state === 'waiting-for-budget' && { state: 'approved' }) }),
    PayoutOrdered: (row, { reference }, event) => {
      if (!row) return undefined;
      const { refusal: _, ...rest } = row;
      return changed(rest, event, { state: 'ordered', reference });
    },
    CompensationPaid: (row, { reference, paidAt }, event) => changed(row, event, { state: 'paid', reference, paidAt }),
    PayoutFailed: (row, { refusal }, event) => changed(row, event, { state: 'failed', refusal }),
    ReversalOrdered: (row, { reason }, event) =>
      changed(row, event, { state: 'reversing', ...(reason != null && { reversalReason: reason }) }),
    CompensationReversed: (row, _, event) => changed(row, event, { state: 'reversed' }),
  },
});

/** What may be offered for a case, and what was. */
export const compensationIn = (complaintId: ComplaintId, history: readonly Recorded[]): ComplaintCompensationsShown => {
  const derived = history.findLast(({ type }) => type === 'OptionsDerived')?.data as OptionsDerived | undefined;
  return {
    complaintId,
    ...(derived && { tariffVersion: derived.tariffVersion, derivedAt: derived.derivedAt }),
    ...(derived?.orderValue && { orderValue: derived.orderValue }),
    options: derived?.options ?? [],
    compensations: foldRows(compensations, history),
  };
};

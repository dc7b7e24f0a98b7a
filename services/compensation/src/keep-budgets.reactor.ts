import { reactor, send, type Sending } from '@redress/eventing';
import { budget } from './budget.decider.js';
import { budgetOf } from './calendar.rules.js';
import { claim } from './claim.decider.js';
import { type CompensationRow, compensations } from './compensations.projection.js';

/** Nothing where no budget was asked: goods and letters, and what was paid before an import. */
const giveBack = (row: CompensationRow | undefined): readonly Sending[] => {
  if (!row?.budgetId || !row.amount) return [];
  const { budgetId, complaintId, compensationId, attempt, amount } = row;
  return [send(budget, budgetId, 'ReturnBudget', { budgetId, complaintId, compensationId, attempt, amount })];
};
const isDeclined = (row: CompensationRow | undefined): boolean => row?.state === 'declined';

/**
 * What is approved asks the budget of its month, and is ordered once that has room. What is declined, fails or is
 * taken back makes room, and so does a higher budget: then those that wait go on.
 */
export const keepBudgets = reactor({
  name: 'compensation.keep-budgets',
  from: 'beginning',
  memory: compensations,
  on: {
    BudgetAsked: ({ data }) => [send(budget, data.budgetId, 'ReserveBudget', data)],
    BudgetReserved: ({ data: { budgetId: _, amount: __, isBeyond: ___, ...asked } }, { memory }) =>
      // It may have been declined while the budget was asked.
      isDeclined(memory) ? giveBack(memory) : [send(claim, asked.complaintId, 'OrderPayout', asked)],
    BudgetExceeded: ({ data }, { memory }) =>
      isDeclined(memory) ? [send(budget, data.budgetId, 'ReturnBudget', data)] : [],
    CompensationDeclined: (_, { memory }) => giveBack(memory),
    PayoutFailed: (_, { memory }) => giveBack(memory),
    CompensationReversed: (_, { memory }) => giveBack(memory),
    BudgetReturned: ({ data: { budgetId } }) => [send(budget, budgetId, 'ReviewWaiting', { budgetId })],
    AuthorityPublished: ({ occurredAt, data: { timeZone, authorities } }) =>
      authorities.map(({ currency, monthlyBudgetMinor }) => {
        const budgetId = budgetOf(occurredAt, timeZone, currency);
        return send(budget, budgetId, 'ReviewWaiting', { budgetId, monthlyBudgetMinor });
      }),
  },
});

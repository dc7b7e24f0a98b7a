import type { CustomerKey, ForgettingShown, ForgettingStep } from '@redress/contracts';
import type { Customer } from './customer.decider.js';

const stepOf = ({ requested, batches, rounds }: Customer): ForgettingStep => {
  if (requested) return 'requested';
  if (rounds === 0) return 'none';
  return batches.some(({ purpose }) => purpose === 'contact') ? 'waiting' : 'done';
};

/** How far a customer was forgotten. */
export const forgettingShown = (customerKey: CustomerKey, state: Customer): ForgettingShown => ({
  customerKey,
  step: stepOf(state),
  ...(state.forgottenAt !== undefined && { forgottenAt: state.forgottenAt }),
  open: state.open.map((complaintId) => ({ complaintId })),
  kept: state.batches.map(({ purpose, recordOf, until }) => ({
    purpose,
    ...(recordOf !== undefined && { recordOf }),
    keptUntil: until,
  })),
  holds: state.holds,
});

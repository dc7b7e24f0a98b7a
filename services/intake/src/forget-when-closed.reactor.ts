import { reactor, send } from '@redress/eventing';
import { customer } from './customer.decider.js';
import { customerOfComplaint } from './customer-of-complaint.projection.js';

/** A complaint that was open when its customer asked to be forgotten follows when it is closed. */
export const forgetWhenClosed = reactor({
  name: 'intake.forget-when-closed',
  from: 'beginning',
  memory: customerOfComplaint,
  on: {
    // What is imported as closed was closed before anybody asked.
    ComplaintClosed: ({ data: { complaintId }, historical }, { memory }) =>
      memory && !historical
        ? [
            send(customer, memory.customerKey, 'ContinueForgetting', {
              customerKey: memory.customerKey,
              complaintId,
            }),
          ]
        : [],
  },
});

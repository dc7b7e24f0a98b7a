import type { CustomerKey } from '@redress/contracts';
import { reactor, send, sendAt, type Sending } from '@redress/eventing';
import { cacheTimeMs, customer } from './customer.decider.js';

const resume = (customerKey: CustomerKey): readonly Sending[] => [
  send(customer, customerKey, 'ResumeForgetting', { customerKey }),
];

/** What is closed is destroyed when no process has its keys in memory any more, and records when the law lets them go. */
export const forgetInTime = reactor({
  name: 'intake.forget-in-time',
  from: 'beginning',
  on: {
    ForgettingBegun: ({ data: { customerKey, round, begunAt, records } }) => [
      sendAt(new Date(begunAt.getTime() + cacheTimeMs), customer, customerKey, 'DestroyKeys', {
        customerKey,
        round,
        purpose: 'contact',
      }),
      ...records.map(({ complaintId, keptUntil }) =>
        sendAt(keptUntil, customer, customerKey, 'DestroyKeys', {
          customerKey,
          round,
          purpose: 'record',
          recordOf: complaintId,
        }),
      ),
    ],
    RecordKeptLonger: ({ data: { customerKey, round, recordOf, keptUntil } }) => [
      sendAt(keptUntil, customer, customerKey, 'DestroyKeys', { customerKey, round, purpose: 'record', recordOf }),
    ],
    // What a hold held up is many at once perhaps: each that is done makes place for the next.
    LegalHoldLifted: ({ data }) => resume(data.customerKey),
    CustomerForgotten: ({ data }) => resume(data.customerKey),
    RecordForgotten: ({ data }) => resume(data.customerKey),
  },
});

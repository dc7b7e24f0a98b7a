import type { ComplaintId, CustomerKey, KeyGeneration } from '@redress/contracts';
import { type AnyEffect, effect, send } from '@redress/eventing';
import type { Complaint } from './complaint.decider.js';
import { type ClosedComplaint, customer, type Customer } from './customer.decider.js';

export interface CustomersKey extends KeyGeneration {
  readonly state: 'open' | 'closed' | 'destroyed';
  readonly createdAt: Date;
}

/** The keys of customers, as the vault has them. Every operation may be repeated. */
export interface CustomerKeys {
  of(customerKey: CustomerKey): Promise<readonly CustomersKey[]>;
  /** Nothing more is written under these subjects' keys. */
  close(subjects: readonly string[]): Promise<void>;
  destroy(keys: readonly KeyGeneration[]): Promise<void>;
}
export type ComplaintNow = (complaintId: ComplaintId) => Promise<Complaint>;

/** So many complaints are taken in one round; the others in the rounds after it. */
const mostAtOnce = 1_000;

interface Request {
  readonly customerKey: CustomerKey;
  readonly round: number;
  readonly requestedAt: Date;
}

/** Closes the keys of a customer's closed complaints; those that are open still need theirs. */
export const closeKeys = (keys: CustomerKeys, complaintNow: ComplaintNow): AnyEffect => {
  const sorted = async (subjects: readonly string[]) => {
    const closed: ClosedComplaint[] = [];
    const open: { readonly complaintId: ComplaintId }[] = [];
    const free: string[] = [];
    for (const subject of subjects) {
      const complaintId = complaintOf(subject);
      const now = complaintId && (await complaintNow(complaintId));
      if (!now || now.kind === 'absent') free.push(subject);
      else if (now.kind === 'closed') closed.push({ complaintId, closedAt: now.closedAt });
      else open.push({ complaintId });
    }
    return { closed, open, free };
  };

  return effect<Request>({
    name: 'intake.close-keys',
    from: 'deployment',
    on: { ForgettingRequested: ({ data }) => [data] },
    isDone: ({ customerKey, round }) => ({
      decider: customer,
      id: customerKey,
      done: ({ requested }: Customer) => requested?.round !== round,
    }),
    carryOut: async ({ customerKey, round, requestedAt }) => {
      // A customer who has come back meanwhile did not ask for that to be forgotten.
      const asked = (await keys.of(customerKey)).filter(
        ({ state, createdAt }) => state !== 'destroyed' && createdAt <= requestedAt,
      );
      const subjects = [...new Set(asked.map(({ subject }) => subject))].sort();
      const { closed, open, free } = await sorted(subjects);
      if (open.length > mostAtOnce) throw new Error(`More than ${mostAtOnce} complaints of one customer are open.`);
      const going = new Set([...closed.map(({ complaintId }) => `complaint-${complaintId}`), ...free]);
      const unclosed = new Set(asked.filter(({ state }) => state === 'open').map(({ subject }) => subject));
      const due = [...going].filter((subject) => unclosed.has(subject));
      await keys.close(due.slice(0, mostAtOnce));
      const generations = (await keys.of(customerKey))
        .filter(({ state }) => state === 'closed')
        .map(({ subject, purpose, generation }) => ({ subject, purpose, generation }));
      const isMore = due.length > mostAtOnce;
      return send(customer, customerKey, 'BeginForgetting', { customerKey, round, generations, closed, open, isMore });
    },
  });
};

const complaintOf = (subject: string): ComplaintId | undefined =>
  subject.startsWith('complaint-') ? (subject.slice('complaint-'.length) as ComplaintId) : undefined;

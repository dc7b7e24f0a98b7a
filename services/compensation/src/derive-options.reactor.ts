import type { ComplaintId } from '@redress/contracts';
import { reactor, send, type Sending } from '@redress/eventing';
import { claim } from './claim.decider.js';
import { type KnownComplaint, knownComplaints, knownOf } from './known-complaints.projection.js';

const derive = (complaintId: ComplaintId, row: KnownComplaint | undefined): readonly Sending[] => {
  const known = knownOf(row);
  return known ? [send(claim, complaintId, 'DeriveOptions', { complaintId, known })] : [];
};

/** What may be offered follows from what a complaint is: it is derived when that is said, and again when it is corrected. */
export const deriveOptions = reactor({
  name: 'compensation.derive-options',
  from: 'beginning',
  memory: knownComplaints,
  on: {
    ComplaintTriaged: ({ data: { complaintId } }, { memory }) => derive(complaintId, memory),
    TriageCorrected: ({ data: { complaintId } }, { memory }) => derive(complaintId, memory),
  },
});

import { type CaseChange, catalogue, type ComplaintId } from '@redress/contracts';
import type { StoredEvent } from '@redress/eventing';

/** Those that name a complaint and are kept under it: what else names one is of a team, or of a budget. */
const probe = { complaintId: 'the key' };
const aboutComplaints: ReadonlySet<string> = new Set(
  catalogue.shapes.filter(({ keyOf }) => keyOf(probe as never) === probe.complaintId).map(({ type }) => type),
);
/** Who looks changes nothing. */
const reads = 'access.CaseRead';

/** What is told of an event to those who watch cases: which one it is about, never what was said. */
export const changeIn = ({ type, metadata }: StoredEvent): CaseChange | undefined =>
  type !== reads && aboutComplaints.has(type)
    ? { complaintId: metadata.key as ComplaintId, what: type, recordedAt: new Date(metadata.recordedAt) }
    : undefined;

import type { ComplaintId } from '../ids.js';
import { Code, Event, Id, Instant, Key } from '../kit/index.js';

/** Somebody has looked at a case: once per person, case and hour (safety-measures standard art. 8, Republic of Korea). */
@Event('access.CaseRead', 1)
export class CaseRead {
  @Key() @Id() complaintId!: ComplaintId;
  @Code({ maxBytes: 64 }) readerId!: string;
  /** Through which service. */
  @Code({ maxBytes: 64 }) service!: string;
  @Instant() readAt!: Date;
}

declare module '@redress/eventing' {
  interface EventTypes {
    CaseRead: CaseRead;
  }
}

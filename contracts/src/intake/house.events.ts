import type { ComplaintId } from '../ids.js';
import { Code, Count, Event, Id, Key } from '../kit/index.js';

/** A block of case numbers now belongs to one process: numbers may be left out, but none is given twice. */
@Event('intake.CaseNumbersReserved', 1)
export class CaseNumbersReserved {
  @Key() @Code({ maxBytes: 32 }) sequence!: string;
  @Count({ min: 1, max: 99_999_999 }) first!: number;
  @Count({ min: 1, max: 99_999_999 }) last!: number;
}

/** How complaints are handled from now on; a complaint's events name the version that was used. */
@Event('intake.HandlingPolicyPublished', 1)
export class HandlingPolicyPublished {
  @Key() @Code({ maxBytes: 32 }) policyId!: string;
  @Count({ min: 1, max: 1_000_000 }) version!: number;
  /** For so long after closing a customer may come back to the same complaint. */
  @Count({ min: 0, max: 3650 }) reopenWithinDays!: number;
}

/**
 * A request under an Idempotency-Key is about the complaint that its channel's reference names, whatever comes later
 * under the same key.
 */
@Event('intake.RequestAssigned', 1)
export class RequestAssigned {
  @Key() @Id() requestId!: string;
  @Id() assignedTo!: ComplaintId;
}

declare module '@redress/eventing' {
  interface EventTypes {
    CaseNumbersReserved: CaseNumbersReserved;
    HandlingPolicyPublished: HandlingPolicyPublished;
    RequestAssigned: RequestAssigned;
  }
}

import type { ComplaintId } from '../ids.js';
import { Code, Count, Facts, Flag, Id, Instant, Line, ListOf, Optional } from '../kit/index.js';

export class HistoryPath {
  @Id() complaintId!: ComplaintId;
}

export class CaseNumberPath {
  @Code({ maxBytes: 32 }) caseNumber!: string;
}

export class CaseFound {
  @Id() complaintId!: ComplaintId;
  @Code({ maxBytes: 32 }) caseNumber!: string;
}

export class HistoryAsked {
  /** What was known then. Absent: now. */
  @Optional() @Instant() at?: Date;
}

export class RoleNamed {
  @Code({ maxBytes: 64 }) role!: string;
}

/** One thing that happened: who did what, when, because of what, under which policy version. */
export class HistoryEntry {
  @Id() eventId!: string;
  /** `<service>.<Name>` */
  @Code({ maxBytes: 128 }) type!: string;
  @Code({ maxBytes: 512 }) stream!: string;
  @Count({ max: 9_007_199_254_740_991 }) revision!: number;
  @Code({ maxBytes: 64 }) position!: string;
  @Instant() occurredAt!: Date;
  @Instant() recordedAt!: Date;
  /** The person's id, `channel:<keyId>`, `anonymous`, or the rule of the house. */
  @Code({ maxBytes: 128 }) by!: string;
  @ListOf(() => RoleNamed, { max: 20 }) roles!: readonly RoleNamed[];
  /** The event, request or timer that led to it. */
  @Id() causationId!: string;
  /** The type of that event, where the cause is one of this history. */
  @Optional() @Code({ maxBytes: 128 }) causedBy?: string;
  @Id() correlationId!: string;
  @Optional() @Count({ min: 0, max: 1_000_000 }) policyVersion?: number;
  /** Imported: it happened long before it was recorded. */
  @Flag() historical!: boolean;
  /** The event as its contract describes it. Personal fields only for those entitled to them, and only until they were forgotten. */
  @Facts() data!: Readonly<Record<string, unknown>>;
}

export class HistoryShown {
  @Id() complaintId!: ComplaintId;
  @Optional() @Code({ maxBytes: 32 }) caseNumber?: string;
  @ListOf(() => HistoryEntry, { max: 1_000_000 }) entries!: readonly HistoryEntry[];
}

export class CaseReadsAsked {
  @Optional() @Instant() from?: Date;
  /** Up to, but not at. */
  @Optional() @Instant() before?: Date;
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
}

export class ReadsAsked extends CaseReadsAsked {
  @Optional() @Id() complaintId?: ComplaintId;
  @Optional() @Code({ maxBytes: 128 }) readerId?: string;
}

/** Somebody has looked at a case: noted once per person, case and hour. */
export class ReadShown {
  @Id() complaintId!: ComplaintId;
  @Code({ maxBytes: 128 }) readerId!: string;
  @Code({ maxBytes: 64 }) service!: string;
  @Instant() readAt!: Date;
}

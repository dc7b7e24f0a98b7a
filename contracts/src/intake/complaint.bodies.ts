import type { ComplaintId, CustomerKey, MessageId } from '../ids.js';
import {
  Code,
  Count,
  Email,
  Flag,
  Id,
  Instant,
  Line,
  ListOf,
  Locale,
  ManyOf,
  OneOf,
  Optional,
  Phone,
  Shape,
  Text,
} from '../kit/index.js';
import {
  type Channel,
  channels,
  OrderFacts,
  type Remedy,
  remedies,
  type RequiredFact,
  requiredFacts,
  type Tier,
  tiers,
} from './complaint.events.js';

export const phases = [
  'received',
  'in-progress',
  'solution-proposed',
  'solution-accepted',
  'solution-declined',
  'resolved',
  'confirmed',
  'closed',
] as const;
export type Phase = (typeof phases)[number];

export class CustomerGiven {
  /** As the retailer's own systems know the customer. */
  @Optional() @Code({ maxBytes: 128 }) id?: string;
  @Optional() @Line({ maxBytes: 256 }) name?: string;
  @Optional() @Email() email?: string;
  @Optional() @Phone() phone?: string;
  /** Only from a trusted caller. */
  @Optional() @OneOf(...tiers) tier?: Tier;
  @Optional() @OneOf(...channels) preferredChannel?: Channel;
  @Optional() @Locale() locale?: string;
}

/** A complaint as it comes in. Order facts beside the number, tier and `receivedAt` only from a trusted caller. */
export class ComplaintGiven {
  @OneOf(...channels) channel!: Channel;
  @Optional() @Shape(() => CustomerGiven) customer?: CustomerGiven;
  @Optional() @Shape(() => OrderFacts) order?: OrderFacts;
  @Optional() @Code({ maxBytes: 128 }) productCode?: string;
  @Optional() @Line({ maxBytes: 1024 }) subject?: string;
  @Text({ maxBytes: 65_536 }) text!: string;
  @Optional() @OneOf(...remedies) remedySought?: Remedy;
  /** The channel's own name for it: the same reference of a channel is the same complaint. */
  @Optional() @Code({ maxBytes: 255 }) externalRef?: string;
  @Optional() @Instant() receivedAt?: Date;
}

export class ComplaintAccepted {
  @Id() complaintId!: ComplaintId;
  @Code({ maxBytes: 32 }) caseNumber!: string;
  /** May be given to a query as `waitFor`. */
  @Code({ maxBytes: 1024 }) position!: string;
  /** Facts that are still needed. */
  @ManyOf(...requiredFacts) missing!: readonly RequiredFact[];
  /** The channel had sent it before, under another key. */
  @Optional() @Flag() alreadyReceived?: boolean;
}

export class CommandAccepted {
  /** May be given to a query as `waitFor`. */
  @Code({ maxBytes: 1024 }) position!: string;
}

export class MessageAccepted extends CommandAccepted {
  @Id() messageId!: MessageId;
}

export class ComplaintPath {
  @Id() complaintId!: ComplaintId;
}

/** `occurredAt`: when it happened, in imported history; only importers say so. */
export class CustomerMessageGiven {
  @OneOf(...channels) channel!: Channel;
  @Text({ maxBytes: 65_536 }) text!: string;
  @Optional() @Instant() occurredAt?: Date;
}

export class ReplyGiven {
  @Text({ maxBytes: 65_536 }) text!: string;
  /** The reply asks the customer for something: clocks that allow it wait until they write. */
  @Optional() @Flag() asksCustomer?: boolean;
  @Optional() @Instant() occurredAt?: Date;
}

export class NoteGiven {
  @Text({ maxBytes: 65_536 }) text!: string;
  @Optional() @Instant() occurredAt?: Date;
}

export class SolutionGiven {
  @OneOf(...remedies) remedy!: Remedy;
  @Text({ maxBytes: 65_536 }) text!: string;
  @Optional() @Instant() occurredAt?: Date;
}

/** What the customer said to the solution proposed last. */
export class AcceptanceGiven {
  @Optional() @Instant() occurredAt?: Date;
}

export class DeclineGiven {
  @Optional() @Text({ maxBytes: 65_536 }) reason?: string;
  @Optional() @Instant() occurredAt?: Date;
}

export class ResolutionGiven {
  @OneOf(...remedies) remedy!: Remedy;
  @Text({ maxBytes: 65_536 }) text!: string;
  @Optional() @Instant() occurredAt?: Date;
}

export class ReopeningGiven {
  @Text({ maxBytes: 65_536 }) reason!: string;
  @Optional() @Instant() occurredAt?: Date;
}

export class OccurrenceGiven {
  @Optional() @Instant() occurredAt?: Date;
}

export class ComplaintsAsked {
  @Optional() @OneOf(...phases) phase?: Phase;
  @Optional() @OneOf(...channels) channel?: Channel;
  @Optional() @Flag() waitingForCustomer?: boolean;
  /** As the retailer's own systems know the customer. */
  @Optional() @Code({ maxBytes: 128 }) customerId?: string;
  @Optional() @Code({ maxBytes: 128 }) orderNumber?: string;
  @Optional() @Code({ maxBytes: 128 }) productCode?: string;
  @Optional() @Code({ maxBytes: 32 }) caseNumber?: string;
  @Optional() @Instant() receivedFrom?: Date;
  /** Up to, but not at. */
  @Optional() @Instant() receivedBefore?: Date;
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
}

export class MomentAsked {
  /** What was known then. Absent: now. */
  @Optional() @Instant() at?: Date;
}

export class CustomerShown {
  @Optional() @Id() customerKey?: CustomerKey;
  @Optional() @Code({ maxBytes: 128 }) id?: string;
  @Optional() @Line({ maxBytes: 256 }) name?: string;
  @Optional() @Email() email?: string;
  @Optional() @Phone() phone?: string;
  @Optional() @OneOf(...tiers) tier?: Tier;
  @Optional() @OneOf(...channels) preferredChannel?: Channel;
  @Optional() @Locale() locale?: string;
}

/** A complaint in a list. */
export class ComplaintListed {
  @Id() complaintId!: ComplaintId;
  @Code({ maxBytes: 32 }) caseNumber!: string;
  @OneOf(...channels) channel!: Channel;
  @OneOf(...phases) phase!: Phase;
  @Flag() waitingForCustomer!: boolean;
  @Instant() receivedAt!: Date;
  @Instant() changedAt!: Date;
  @Optional() @Code({ maxBytes: 255 }) externalRef?: string;
  @Shape(() => CustomerShown) customer!: CustomerShown;
  @Optional() @Shape(() => OrderFacts) order?: OrderFacts;
  @Optional() @Code({ maxBytes: 128 }) productCode?: string;
  @Optional() @Line({ maxBytes: 1024 }) subject?: string;
  @Optional() @OneOf(...remedies) remedySought?: Remedy;
  @ManyOf(...requiredFacts) missing!: readonly RequiredFact[];
  /** Imported. */
  @Flag() historical!: boolean;
}

export const messageKinds = [
  'complaint',
  'customer',
  'reply',
  'note',
  'solution',
  'decline',
  'resolution',
  'reopening',
] as const;
export type MessageKind = (typeof messageKinds)[number];

export class MessageShown {
  @Id() messageId!: MessageId;
  @OneOf(...messageKinds) kind!: MessageKind;
  /** The person's id, `channel:<keyId>`, or `anonymous`. */
  @Code({ maxBytes: 128 }) by!: string;
  @Instant() at!: Date;
  /** Absent once it was forgotten, and where there were no words. */
  @Optional() @Text({ maxBytes: 65_536 }) text?: string;
  @Flag() asksCustomer!: boolean;
}

/** A complaint as it is, or as it was known at a moment. */
export class ComplaintShown extends ComplaintListed {
  @ListOf(() => MessageShown, { max: 100_000 }) messages!: readonly MessageShown[];
}

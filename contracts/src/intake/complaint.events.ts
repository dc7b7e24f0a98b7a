import type { Personal as PersonalValue } from '@redress/eventing';
import type { ComplaintId, CustomerKey, MessageId, ProposalId } from '../ids.js';
import {
  AmountMinor,
  Code,
  Count,
  Currency,
  Email,
  Event,
  Flag,
  Id,
  Instant,
  Key,
  Line,
  Locale,
  ManyOf,
  OneOf,
  Optional,
  Personal,
  Phone,
  Shape,
  Text,
} from '../kit/index.js';

export const channels = ['web', 'mail', 'chat', 'social', 'call-centre', 'store', 'api'] as const;
export type Channel = (typeof channels)[number];

export const tiers = ['standard', 'silver', 'gold', 'vip'] as const;
export type Tier = (typeof tiers)[number];

/** What the customer wants (ISO 10002:2018, 8.2: the remedy sought is part of what is received). */
export const remedies = [
  'refund',
  'partial-refund',
  'exchange',
  'redelivery',
  'repair',
  'compensation',
  'explanation',
  'apology',
  'other',
] as const;
export type Remedy = (typeof remedies)[number];

/** Facts that handling needs and that were not given on receipt. */
export const requiredFacts = ['customer-id', 'order-number', 'product-code'] as const;
export type RequiredFact = (typeof requiredFacts)[number];

/** What the shop knows about the order; only a trusted caller may state more than its number. */
export class OrderFacts {
  @Optional() @Code({ maxBytes: 128 }) number?: string;
  /** In minor units of `currency`. */
  @Optional() @AmountMinor() valueMinor?: number;
  @Optional() @Currency() currency?: string;
  @Optional() @Line({ maxBytes: 128 }) region?: string;
  @Optional() @Code({ maxBytes: 128 }) sellerId?: string;
  @Optional() @Line({ maxBytes: 256 }) brand?: string;
  @Optional() @Instant() promisedAt?: Date;
  @Optional() @Instant() deliveredAt?: Date;
}

class OfComplaint {
  @Key() @Id() complaintId!: ComplaintId;
}

/** It stands in the conversation, usually with words of its own. */
class InConversation extends OfComplaint {
  @Id() messageId!: MessageId;
}

/** A customer's complaint has reached us, by whatever channel. */
@Event('intake.ComplaintReceived', 1)
export class ComplaintReceived extends InConversation {
  @Code({ maxBytes: 32 }) caseNumber!: string;
  @OneOf(...channels) channel!: Channel;
  /** The channel's own name for it: the same reference is the same complaint. */
  @Optional() @Code({ maxBytes: 255 }) externalRef?: string;
  /** When it reached us, which may be long before it was recorded. */
  @Instant() receivedAt!: Date;
  @Optional() @Id() customerKey?: CustomerKey;
  @Optional() @Personal('contact') @Code({ maxBytes: 128 }) customerId?: PersonalValue;
  @Optional() @Personal('contact') @Line({ maxBytes: 256 }) customerName?: PersonalValue;
  @Optional() @Personal('contact') @Email() customerEmail?: PersonalValue;
  @Optional() @Personal('contact') @Phone() customerPhone?: PersonalValue;
  @Optional() @OneOf(...tiers) tier?: Tier;
  @Optional() @OneOf(...channels) preferredChannel?: Channel;
  @Optional() @Locale() locale?: string;
  @Optional() @Shape(() => OrderFacts) order?: OrderFacts;
  @Optional() @Code({ maxBytes: 128 }) productCode?: string;
  @Optional() @Personal('record') @Line({ maxBytes: 1024 }) subject?: PersonalValue;
  @Personal('record') @Text({ maxBytes: 65_536 }) text!: PersonalValue;
  @Optional() @OneOf(...remedies) remedySought?: Remedy;
  @ManyOf(...requiredFacts) missing!: readonly RequiredFact[];
}

/** The customer, or somebody on their behalf, has written again. */
@Event('intake.CustomerWrote', 1)
export class CustomerWrote extends InConversation {
  @OneOf(...channels) channel!: Channel;
  @Instant() writtenAt!: Date;
  @Personal('record') @Text({ maxBytes: 65_536 }) text!: PersonalValue;
}

/** A person has answered the customer: never the automatic receipt. */
@Event('intake.AgentReplied', 1)
export class AgentReplied extends InConversation {
  @Instant() repliedAt!: Date;
  /** The reply asks the customer for something: until they write, it is not we who keep them waiting. */
  @Flag() asksCustomer!: boolean;
  @Personal('record') @Text({ maxBytes: 65_536 }) text!: PersonalValue;
}

/** Something among colleagues; the customer never sees it. */
@Event('intake.NoteAdded', 1)
export class NoteAdded extends InConversation {
  @Instant() notedAt!: Date;
  @Personal('record') @Text({ maxBytes: 65_536 }) text!: PersonalValue;
}

@Event('intake.SolutionProposed', 1)
export class SolutionProposed extends InConversation {
  @Id() proposalId!: ProposalId;
  @OneOf(...remedies) remedy!: Remedy;
  @Instant() proposedAt!: Date;
  @Personal('record') @Text({ maxBytes: 65_536 }) text!: PersonalValue;
}

@Event('intake.SolutionAccepted', 1)
export class SolutionAccepted extends OfComplaint {
  @Id() proposalId!: ProposalId;
  @Instant() acceptedAt!: Date;
}

@Event('intake.SolutionDeclined', 1)
export class SolutionDeclined extends InConversation {
  @Id() proposalId!: ProposalId;
  @Instant() declinedAt!: Date;
  @Optional() @Personal('record') @Text({ maxBytes: 65_536 }) reason?: PersonalValue;
}

/** The decision has been communicated (ISO 10002:2018, 8.8). */
@Event('intake.ComplaintResolved', 1)
export class ComplaintResolved extends InConversation {
  @Instant() resolvedAt!: Date;
  @OneOf(...remedies) remedy!: Remedy;
  @Personal('record') @Text({ maxBytes: 65_536 }) text!: PersonalValue;
}

/** The customer agrees that it is resolved. */
@Event('intake.ResolutionConfirmed', 1)
export class ResolutionConfirmed extends OfComplaint {
  @Instant() confirmedAt!: Date;
}

@Event('intake.ComplaintReopened', 1)
export class ComplaintReopened extends InConversation {
  @Instant() reopenedAt!: Date;
  /** Of the handling policy that allowed it. */
  @Count({ min: 1, max: 1_000_000 }) policyVersion!: number;
  /** Absent where the customer's message of the same moment says it. */
  @Optional() @Personal('record') @Text({ maxBytes: 65_536 }) reason?: PersonalValue;
}

@Event('intake.ComplaintClosed', 1)
export class ComplaintClosed extends OfComplaint {
  @Instant() closedAt!: Date;
}

/** Facts that had been missing are known now. */
@Event('intake.FactsGiven', 1)
export class FactsGiven extends OfComplaint {
  @Optional() @Code({ maxBytes: 128 }) orderNumber?: string;
  @Optional() @Code({ maxBytes: 128 }) productCode?: string;
  /** Those that are still missing. */
  @ManyOf(...requiredFacts) missing!: readonly RequiredFact[];
  @Instant() givenAt!: Date;
}

declare module '@redress/eventing' {
  interface EventTypes {
    ComplaintReceived: ComplaintReceived;
    CustomerWrote: CustomerWrote;
    AgentReplied: AgentReplied;
    NoteAdded: NoteAdded;
    SolutionProposed: SolutionProposed;
    SolutionAccepted: SolutionAccepted;
    SolutionDeclined: SolutionDeclined;
    ComplaintResolved: ComplaintResolved;
    ResolutionConfirmed: ResolutionConfirmed;
    ComplaintReopened: ComplaintReopened;
    ComplaintClosed: ComplaintClosed;
    FactsGiven: FactsGiven;
  }
}

import type { ComplaintId, MessageId, ProposalId } from '../ids.js';
import { Code, Flag, Id, Instant, Line, ListOf, ManyOf, OneOf, Optional, Shape, Text } from '../kit/index.js';
import { type Phase, phases } from './complaint.bodies.js';
import { type Remedy, remedies, type RequiredFact, requiredFacts } from './complaint.events.js';

/** Facts that were missing on receipt; what is known already cannot be given another value. */
export class MissingFactsGiven {
  @Optional() @Code({ maxBytes: 128 }) orderNumber?: string;
  @Optional() @Code({ maxBytes: 128 }) productCode?: string;
}

/** What customers say at their own page is of the channel `web`. */
export class MyMessageGiven {
  @Text({ maxBytes: 65_536 }) text!: string;
}

export class MyDeclineGiven {
  @Optional() @Text({ maxBytes: 65_536 }) reason?: string;
}

export class MyReopeningGiven {
  @Text({ maxBytes: 65_536 }) reason!: string;
}

/** In the order in which a complaint takes them; one that was not needed has no time. */
export const stepNames = ['received', 'in-progress', 'solution-proposed', 'resolved', 'closed'] as const;
export type StepName = (typeof stepNames)[number];

export class StepShown {
  @OneOf(...stepNames) name!: StepName;
  /** Absent: not reached, or not any more since the complaint was reopened. */
  @Optional() @Instant() reachedAt?: Date;
}

/** The solution that was proposed last, while it can be accepted or declined or was accepted. */
export class MySolutionShown {
  @Id() proposalId!: ProposalId;
  @OneOf(...remedies) remedy!: Remedy;
  @Instant() proposedAt!: Date;
  /** Absent once it was forgotten. */
  @Optional() @Text({ maxBytes: 65_536 }) text?: string;
  @Optional() @Instant() acceptedAt?: Date;
}

/** What customers and the house say to each other: notes among colleagues are none of it. */
export const myMessageKinds = [
  'complaint',
  'customer',
  'reply',
  'solution',
  'decline',
  'resolution',
  'reopening',
] as const;
export type MyMessageKind = (typeof myMessageKinds)[number];

export class MyMessageShown {
  @Id() messageId!: MessageId;
  @OneOf(...myMessageKinds) kind!: MyMessageKind;
  @OneOf('customer', 'house') from!: 'customer' | 'house';
  @Instant() at!: Date;
  /** Absent once it was forgotten, and where there were no words. */
  @Optional() @Text({ maxBytes: 65_536 }) text?: string;
  /** We wait for an answer to it. */
  @Flag() asksCustomer!: boolean;
}

/** A complaint as its customer sees it, by their link. */
export class MyComplaintShown {
  @Id() complaintId!: ComplaintId;
  @Code({ maxBytes: 32 }) caseNumber!: string;
  @OneOf(...phases) phase!: Phase;
  @Flag() waitingForCustomer!: boolean;
  @ListOf(() => StepShown, { max: 5 }) steps!: readonly StepShown[];
  /** Absent once there was one, and where nothing was promised. */
  @Optional() @Instant() firstAnswerBy?: Date;
  /** Absent once it was resolved, while it waits for the customer, and where nothing was promised. */
  @Optional() @Instant() resolutionBy?: Date;
  @Optional() @Line({ maxBytes: 1024 }) subject?: string;
  @Optional() @Code({ maxBytes: 128 }) orderNumber?: string;
  @Optional() @Code({ maxBytes: 128 }) productCode?: string;
  @Optional() @OneOf(...remedies) remedySought?: Remedy;
  /** Facts that are still needed. */
  @ManyOf(...requiredFacts) missing!: readonly RequiredFact[];
  @Optional() @Shape(() => MySolutionShown) solution?: MySolutionShown;
  @ListOf(() => MyMessageShown, { max: 100_000 }) messages!: readonly MyMessageShown[];
}

import type { Personal as PersonalValue } from '@redress/eventing';
import { type CompensationKind, compensationKinds, Money } from '../compensation/compensation.events.js';
import { type TeamFunction, teamFunctions } from '../directory/availability.events.js';
import type { CompensationId, ComplaintId, CustomerKey, MessageId, NoticeId, PersonId } from '../ids.js';
import { type Remedy, remedies } from '../intake/complaint.events.js';
import {
  Code,
  Count,
  Event,
  Id,
  Instant,
  Key,
  Line,
  ListOf,
  Locale,
  OneOf,
  Optional,
  Personal,
  Shape,
  Text,
} from '../kit/index.js';
import { type Metric, metrics } from '../sla/clock.events.js';
import { type EscalationReason, escalationReasons } from '../triage/ownership.events.js';

/** What messages are about: to the customer first, then among colleagues. */
export const noticeKinds = [
  'receipt',
  'owner-named',
  'progress',
  'question',
  'delay',
  'solution-proposed',
  'compensation-paid',
  'closed',
  'follow-up',
  'digest',
  'deadline-near',
  'breach',
  'escalation',
  'approval-waiting',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

export const carriers = ['mail', 'webhook', 'in-app', 'outbox'] as const;
/** By what a message goes; `outbox` is the local one, where nothing else is set up. */
export type Carrier = (typeof carriers)[number];

/** A template's words in one language, with variables: `{{caseNumber}}`. */
export class TemplateText {
  @Locale() locale!: string;
  @Line({ maxBytes: 512 }) subject!: string;
  @Text({ maxBytes: 16_384 }) body!: string;
}

/** The words of one kind of message from now on; messages name the version. Version 1 is the one that was shipped. */
@Event('notification.TemplatePublished', 1)
export class TemplatePublished {
  @Key() @OneOf(...noticeKinds) kind!: NoticeKind;
  @Count({ min: 2, max: 1_000_000 }) version!: number;
  @ListOf(() => TemplateText, { max: 20 }) texts!: readonly TemplateText[];
}

/** How customers are written to from now on. Version 1 is the one that was shipped. */
@Event('notification.ContactPolicyPublished', 1)
export class ContactPolicyPublished {
  @Key() @Code({ maxBytes: 32 }) policyId!: string;
  @Count({ min: 2, max: 1_000_000 }) version!: number;
  /** Minutes since midnight in the customer's zone; from and until equal: never quiet. */
  @Count({ min: 0, max: 1439 }) quietFromMinute!: number;
  @Count({ min: 0, max: 1439 }) quietUntilMinute!: number;
  /** Of the IANA database, where the customer's own is not known. */
  @Line({ maxBytes: 64 }) timeZone!: string;
  /** Where the customer's own is not known. */
  @Locale() locale!: string;
  /** Of a day in the customer's zone. What is more goes out at the day's end, as one digest for each complaint. */
  @Count({ min: 1, max: 1_000 }) mostPerDay!: number;
  /** After closing. */
  @Count({ min: 1, max: 365 }) followUpAfterDays!: number;
}

/** How a customer wishes to be written to. */
@Event('notification.PreferenceChanged', 1)
export class PreferenceChanged {
  @Key() @Id() customerKey!: CustomerKey;
  @Optional() @OneOf(...carriers) carrier?: Carrier;
  @Optional() @Locale() locale?: string;
  @Optional() @Line({ maxBytes: 64 }) timeZone?: string;
}

class OfNotice {
  @Key() @Id() complaintId!: ComplaintId;
  @Id() noticeId!: NoticeId;
}

/** What a message tells of, as it stood when it was asked for; words are added when it goes. */
export class NoticeMatter {
  /** Whose words it carries: a reply, a proposed solution, a decision. */
  @Optional() @Id() messageId?: MessageId;
  @Optional() @Id() ownerId?: PersonId;
  /** A promise, or until when somebody is to find something out. */
  @Optional() @Instant() dueAt?: Date;
  @Optional() @OneOf(...metrics) metric?: Metric;
  @Optional() @Id() compensationId?: CompensationId;
  @Optional() @OneOf(...compensationKinds) compensation?: CompensationKind;
  @Optional() @Shape(() => Money) amount?: Money;
  @Optional() @OneOf(...remedies) remedy?: Remedy;
  /** Who was asked to find something out. */
  @Optional() @OneOf(...teamFunctions) team?: TeamFunction;
  @Optional() @OneOf(...escalationReasons) reason?: EscalationReason;
  @Optional() @Instant() closedAt?: Date;
}

/** A message is to go: one for each cause. What it says is written when it goes. */
@Event('notification.NoticeRequested', 1)
export class NoticeRequested extends OfNotice {
  @OneOf(...noticeKinds) kind!: NoticeKind;
  /** Absent: it is for the customer. */
  @Optional() @Id() personId?: PersonId;
  /** Whose limit of the day it counts against; absent: that of the complaint. */
  @Optional() @Id() customerKey?: CustomerKey;
  @Count({ min: 1, max: 1_000_000 }) templateVersion!: number;
  /** Of the contact policy. */
  @Count({ min: 1, max: 1_000_000 }) policyVersion!: number;
  @Shape(() => NoticeMatter) matter!: NoticeMatter;
  @Instant() requestedAt!: Date;
  /** Later than asked for where the customer sleeps. */
  @Instant() sendAt!: Date;
}

/** A message that a digest carries. */
export class CoveredNotice {
  @Id() noticeId!: NoticeId;
}

/** The customer is not written to too often: it goes now. A digest goes for the messages that it covers. */
@Event('notification.NoticeReleased', 1)
export class NoticeReleased extends OfNotice {
  @OneOf(...noticeKinds) kind!: NoticeKind;
  @Count({ min: 1, max: 1_000_000 }) templateVersion!: number;
  @ListOf(() => CoveredNotice, { max: 100 }) covers!: readonly CoveredNotice[];
  @Instant() releasedAt!: Date;
  /** In the customer's zone, ISO 8601: what the limit counts by. */
  @Code({ maxBytes: 10 }) day!: string;
  /** Of the contact policy. */
  @Count({ min: 1, max: 1_000_000 }) policyVersion!: number;
}

/** It waits for the digest of the day: there were enough messages. */
@Event('notification.NoticeHeld', 1)
export class NoticeHeld extends OfNotice {
  @Id() digestId!: NoticeId;
  @Instant() digestAt!: Date;
  /** Absent: the limit is that of the complaint. */
  @Optional() @Id() customerKey?: CustomerKey;
  /** Of the contact policy. */
  @Count({ min: 1, max: 1_000_000 }) policyVersion!: number;
}

/** What it would have told no longer holds: it does not go. */
@Event('notification.NoticeWithdrawn', 1)
export class NoticeWithdrawn extends OfNotice {
  @Instant() withdrawnAt!: Date;
}

/** It was handed to who carries it, as it reads here, but for the link to the case: here stands its page alone, which opens nothing. */
@Event('notification.NoticeSent', 1)
export class NoticeSent extends OfNotice {
  @OneOf(...noticeKinds) kind!: NoticeKind;
  @OneOf(...carriers) carrier!: Carrier;
  @Locale() locale!: string;
  @Count({ min: 1, max: 1_000_000 }) templateVersion!: number;
  @Instant() sentAt!: Date;
  @Optional() @Id() personId?: PersonId;
  /** Of a digest. */
  @ListOf(() => CoveredNotice, { max: 100 }) covers!: readonly CoveredNotice[];
  @Optional() @Personal('contact') @Line({ maxBytes: 512 }) address?: PersonalValue;
  @Personal('record') @Line({ maxBytes: 1024 }) subject!: PersonalValue;
  @Personal('record') @Text({ maxBytes: 65_536 }) body!: PersonalValue;
}

/** It has reached the customer as part of a digest. */
@Event('notification.NoticeDigested', 1)
export class NoticeDigested extends OfNotice {
  @Id() digestId!: NoticeId;
  @Instant() digestedAt!: Date;
}

/** The colleague it was for has seen it. */
@Event('notification.NoticeRead', 1)
export class NoticeRead extends OfNotice {
  @Instant() readAt!: Date;
}

export const noticeFailures = ['no-address', 'refused', 'bounced', 'gave-up', 'forgotten'] as const;
export type NoticeFailure = (typeof noticeFailures)[number];

/** It did not reach anybody, and is not tried again by itself. */
@Event('notification.NoticeFailed', 1)
export class NoticeFailed extends OfNotice {
  @OneOf(...noticeFailures) failure!: NoticeFailure;
  @OneOf(...carriers) carrier!: Carrier;
  @Instant() failedAt!: Date;
}

/** Somebody wants it to go once more. */
@Event('notification.NoticeResent', 1)
export class NoticeResent extends OfNotice {
  /** 1 for the first time. */
  @Count({ min: 1, max: 1_000 }) time!: number;
  @Instant() resentAt!: Date;
}

declare module '@redress/eventing' {
  interface EventTypes {
    TemplatePublished: TemplatePublished;
    ContactPolicyPublished: ContactPolicyPublished;
    PreferenceChanged: PreferenceChanged;
    NoticeRequested: NoticeRequested;
    NoticeReleased: NoticeReleased;
    NoticeHeld: NoticeHeld;
    NoticeWithdrawn: NoticeWithdrawn;
    NoticeSent: NoticeSent;
    NoticeDigested: NoticeDigested;
    NoticeRead: NoticeRead;
    NoticeFailed: NoticeFailed;
    NoticeResent: NoticeResent;
  }
}

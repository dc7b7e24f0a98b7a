import type { ComplaintId, CustomerKey, NoticeId, PersonId } from '../ids.js';
import { Code, Count, Flag, Id, Instant, Line, ListOf, Locale, OneOf, Optional, Shape, Text } from '../kit/index.js';
import {
  type Carrier,
  carriers,
  CoveredNotice,
  type NoticeFailure,
  noticeFailures,
  type NoticeKind,
  noticeKinds,
  TemplateText,
} from './notice.events.js';

export class TemplatePath {
  @OneOf(...noticeKinds) kind!: NoticeKind;
}

/** Korean and English at least, each locale once; only variables that the kind knows. */
export class TemplateGiven {
  @ListOf(() => TemplateText, { max: 20 }) texts!: readonly TemplateText[];
}

/** A name that texts of this kind may mention: `{{caseNumber}}`. */
export class TemplateVariable {
  @Code({ maxBytes: 64 }) name!: string;
}

export class TemplateShown extends TemplateGiven {
  @OneOf(...noticeKinds) kind!: NoticeKind;
  @Count({ min: 1, max: 1_000_000 }) version!: number;
  @ListOf(() => TemplateVariable, { max: 50 }) variables!: readonly TemplateVariable[];
}

export class TemplateAccepted extends TemplateShown {
  /** May be given to a query as `waitFor`. */
  @Code({ maxBytes: 1024 }) position!: string;
}

export class TemplateVersionsAsked {
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
}

export class TemplateVersionShown extends TemplateGiven {
  @OneOf(...noticeKinds) kind!: NoticeKind;
  @Count({ min: 1, max: 1_000_000 }) version!: number;
  /** Absent: the version that was shipped. */
  @Optional() @Instant() publishedAt?: Date;
  /** The person's id. */
  @Optional() @Code({ maxBytes: 128 }) publishedBy?: string;
}

export class DraftGiven {
  @Line({ maxBytes: 512 }) subject!: string;
  @Text({ maxBytes: 16_384 }) body!: string;
}

export class TemplatePreviewAsked {
  @Id() complaintId!: ComplaintId;
  @Locale() locale!: string;
  /** Absent: the version in force. */
  @Optional() @Shape(() => DraftGiven) draft?: DraftGiven;
}

export class TemplatePreviewShown {
  /** Of the text that was chosen for the locale that was asked for. */
  @Locale() locale!: string;
  @Line({ maxBytes: 1024 }) subject!: string;
  @Text({ maxBytes: 65_536 }) body!: string;
}

export class ContactPolicyGiven {
  /** Minutes since midnight in the customer's zone; from and until equal: never quiet. */
  @Count({ min: 0, max: 1439 }) quietFromMinute!: number;
  @Count({ min: 0, max: 1439 }) quietUntilMinute!: number;
  /** Of the IANA database, where the customer's own is not known. */
  @Line({ maxBytes: 64 }) timeZone!: string;
  @Locale() locale!: string;
  @Count({ min: 1, max: 1_000 }) mostPerDay!: number;
  @Count({ min: 1, max: 365 }) followUpAfterDays!: number;
}

export class ContactPolicyShown extends ContactPolicyGiven {
  @Count({ min: 1, max: 1_000_000 }) version!: number;
}

export class ContactPolicyAccepted extends ContactPolicyShown {
  /** May be given to a query as `waitFor`. */
  @Code({ maxBytes: 1024 }) position!: string;
}

export class ContactPolicyVersionShown extends ContactPolicyShown {
  /** Absent: the version that was shipped. */
  @Optional() @Instant() publishedAt?: Date;
  /** The person's id. */
  @Optional() @Code({ maxBytes: 128 }) publishedBy?: string;
}

export const customerCarriers = ['mail', 'webhook'] as const;
/** By what a customer may wish to be written to. */
export type CustomerCarrier = (typeof customerCarriers)[number];

export class PreferencePath {
  @Id() customerKey!: CustomerKey;
}

/** Whole: what is left out is no longer wished for. */
export class PreferenceGiven {
  @Optional() @OneOf(...customerCarriers) carrier?: CustomerCarrier;
  @Optional() @Locale() locale?: string;
  /** Of the IANA database. */
  @Optional() @Line({ maxBytes: 64 }) timeZone?: string;
}

export class PreferenceShown {
  @Id() customerKey!: CustomerKey;
  @Optional() @OneOf(...carriers) carrier?: Carrier;
  @Optional() @Locale() locale?: string;
  @Optional() @Line({ maxBytes: 64 }) timeZone?: string;
}

export class PreferenceAccepted extends PreferenceShown {
  /** May be given to a query as `waitFor`. */
  @Code({ maxBytes: 1024 }) position!: string;
}

export class NoticePath {
  @Id() noticeId!: NoticeId;
}

export class NoticesOfComplaintPath {
  @Id() complaintId!: ComplaintId;
}

export class NoticesAsked {
  @Optional() @OneOf(...noticeKinds) kind?: NoticeKind;
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
}

export class FailuresAsked extends NoticesAsked {
  @Optional() @OneOf(...noticeFailures) failure?: NoticeFailure;
}

export class InboxAsked {
  @Optional() @Count({ min: 1, max: 200 }) limit?: number;
  @Optional() @Line({ maxBytes: 2048 }) cursor?: string;
  /** With those that were read. */
  @Optional() @Flag() read?: boolean;
}

export const noticeStates = ['requested', 'held', 'withdrawn', 'sent', 'digested', 'failed'] as const;
export type NoticeState = (typeof noticeStates)[number];

export class NoticeShown {
  @Id() noticeId!: NoticeId;
  @Id() complaintId!: ComplaintId;
  @OneOf(...noticeKinds) kind!: NoticeKind;
  @OneOf(...noticeStates) state!: NoticeState;
  /** Absent: it is for the customer. */
  @Optional() @Id() personId?: PersonId;
  @Count({ min: 1, max: 1_000_000 }) templateVersion!: number;
  @Instant() requestedAt!: Date;
  @Instant() sendAt!: Date;
  /** Of one that waits for a digest, or has gone with it. */
  @Optional() @Id() digestId?: NoticeId;
  @Optional() @Instant() digestAt?: Date;
  /** Of a digest. */
  @ListOf(() => CoveredNotice, { max: 100 }) covers!: readonly CoveredNotice[];
  @Optional() @OneOf(...carriers) carrier?: Carrier;
  @Optional() @Locale() locale?: string;
  @Optional() @Instant() sentAt?: Date;
  @Optional() @OneOf(...noticeFailures) failure?: NoticeFailure;
  @Optional() @Instant() failedAt?: Date;
  /** So often somebody wanted it to go once more. */
  @Count({ min: 0, max: 1_000 }) resends!: number;
  @Optional() @Instant() readAt?: Date;
  /** Absent before it has gone, and once it was forgotten; as the two below. */
  @Optional() @Line({ maxBytes: 512 }) address?: string;
  @Optional() @Line({ maxBytes: 1024 }) subject?: string;
  @Optional() @Text({ maxBytes: 65_536 }) body?: string;
}

export class NoticeAccepted {
  /** May be given to a query as `waitFor`. */
  @Code({ maxBytes: 1024 }) position!: string;
}

export class BounceGiven {
  /** Of the mail that came back, with or without its angle brackets. */
  @Line({ maxBytes: 512 }) messageId!: string;
}

import type {
  Carrier,
  ComplaintId,
  CoveredNotice,
  CustomerKey,
  NoticeFailure,
  NoticeId,
  NoticeKind,
  NoticeMatter,
  PersonId,
} from '@redress/contracts';
import { type Decider, derivedId, event, type Fact, inForce, lookup, refuse } from '@redress/eventing';
import { type ContactPolicy, contactPolicy } from './contact-policy.decider.js';
import { preferenceOf, PreferenceRow } from './preferences.projection.js';
import { afterQuiet } from './quiet.rules.js';

/** One message: `notification.notice-<noticeId>`. The same cause, kind and person give the same id. */
export const noticeIdOf = (causeId: string, kind: NoticeKind, personId?: PersonId): NoticeId =>
  derivedId('notice', causeId, kind, personId ?? 'customer') as NoticeId;

interface Named {
  readonly complaintId: ComplaintId;
  readonly noticeId: NoticeId;
}
/** What a try to send came to. The first one is 0; those that somebody asked for count on from it. */
interface Outcome extends Named {
  readonly time: number;
  readonly carrier: Carrier;
}
export interface Delivery extends Outcome {
  readonly kind: NoticeKind;
  readonly personId?: PersonId;
  readonly templateVersion: number;
  readonly covers: readonly CoveredNotice[];
  readonly locale: string;
  readonly address?: string;
  readonly subject: string;
  readonly body: string;
}

export interface NoticeCommands {
  RequestNotice: Named & {
    readonly kind: NoticeKind;
    readonly personId?: PersonId;
    readonly customerKey?: CustomerKey;
    readonly templateVersion: number;
    readonly matter: NoticeMatter;
    /** Absent: as soon as it may. */
    readonly notBefore?: Date;
  };
  NoteDelivery: Delivery;
  NoteFailure: Outcome & { readonly failure: NoticeFailure };
  NoteDigest: Named & { readonly digestId: NoticeId; readonly digestedAt: Date };
  NoteBounce: { readonly noticeId: NoticeId };
  ResendNotice: { readonly noticeId: NoticeId };
  ReadNotice: { readonly noticeId: NoticeId; readonly readerId: string };
}

type Events = 'NoticeRequested' | 'NoticeSent' | 'NoticeFailed' | 'NoticeDigested' | 'NoticeResent' | 'NoticeRead';

interface Known {
  readonly complaintId: ComplaintId;
  readonly personId: PersonId | undefined;
  /** Of tries: so many are over. */
  readonly outcomes: number;
  readonly resends: number;
  readonly carrier: Carrier | undefined;
}
export type Notice =
  | { readonly kind: 'absent'; readonly outcomes: 0 }
  | (Known & { readonly kind: 'waiting' | 'sent' | 'digested' | 'failed' | 'read' });

type Reason = 'notice-unknown' | 'notice-pending' | 'notice-not-mailed' | 'notice-of-another';

/** When a message may go depends on what is in force, and on where the customer lives. */
export type ContactFacts = {
  readonly policy: Fact<ContactPolicy>;
  readonly preference: Fact<PreferenceRow | null>;
};
export const contactFacts: ContactFacts = {
  policy: inForce(contactPolicy),
  preference: lookup(PreferenceRow, preferenceOf),
};

export const notice: Decider<NoticeCommands, Events, Notice, Reason, ContactFacts> = {
  category: 'notification.notice',
  initial: { kind: 'absent', outcomes: 0 },
  facts: contactFacts,

  decide: {
    RequestNotice: ({ notBefore, ...asked }, state, { at, policy, preference }) => {
      if (state.kind !== 'absent') return [];
      const earliest = notBefore && notBefore > at ? notBefore : at;
      const timeZone = preference?.timeZone ?? policy.timeZone;
      const sendAt = asked.personId === undefined ? afterQuiet(policy, timeZone, earliest) : earliest;
      return [event('NoticeRequested', { ...asked, policyVersion: policy.version, requestedAt: at, sendAt })];
    },

    NoteDelivery: ({ time, ...delivery }, state, { at }) =>
      state.outcomes > time ? [] : [event('NoticeSent', { ...delivery, sentAt: at })],

    NoteFailure: ({ time, ...failure }, state, { at }) =>
      state.outcomes > time ? [] : [event('NoticeFailed', { ...failure, failedAt: at })],

    NoteDigest: (digested, state) => (state.outcomes > 0 ? [] : [event('NoticeDigested', digested)]),

    /** Mails come back long after they were taken. */
    NoteBounce: ({ noticeId }, state, { at }) => {
      if (state.kind === 'absent') return unknown(noticeId);
      if (state.carrier !== 'mail') return refuse('notice-not-mailed', 'This message did not go by mail.');
      if (state.kind !== 'sent') return [];
      const { complaintId, carrier } = state;
      return [event('NoticeFailed', { complaintId, noticeId, carrier, failure: 'bounced', failedAt: at })];
    },

    ResendNotice: ({ noticeId }, state, { at }) => {
      if (state.kind === 'absent') return unknown(noticeId);
      if (state.outcomes <= state.resends) return refuse('notice-pending', 'This message is still on its way.');
      return [
        event('NoticeResent', { complaintId: state.complaintId, noticeId, time: state.resends + 1, resentAt: at }),
      ];
    },

    ReadNotice: ({ noticeId, readerId }, state, { at }) => {
      if (state.kind === 'absent') return unknown(noticeId);
      if (state.personId !== readerId) return refuse('notice-of-another', 'This message is for somebody else.');
      return state.kind === 'sent'
        ? [event('NoticeRead', { complaintId: state.complaintId, noticeId, readAt: at })]
        : [];
    },
  },

  evolve: {
    NoticeRequested: (_, { complaintId, personId }) => ({ ...unsent(complaintId), kind: 'waiting', personId }),
    NoticeSent: (state, { complaintId, personId, carrier }) => ({
      ...over(state, complaintId),
      kind: 'sent',
      carrier,
      personId,
    }),
    NoticeFailed: (state, { complaintId, carrier, failure }) => ({
      ...(failure === 'bounced' && state.kind !== 'absent' ? state : over(state, complaintId)),
      kind: 'failed',
      carrier,
    }),
    NoticeDigested: (state, { complaintId }) => ({ ...over(state, complaintId), kind: 'digested' }),
    NoticeResent: (state, { complaintId, time }) => ({ ...known(state, complaintId), kind: 'waiting', resends: time }),
    NoticeRead: (state, { complaintId }) => ({ ...known(state, complaintId), kind: 'read' }),
  },
};

/** A digest was never requested: it is first heard of when it has gone, or could not. */
const unsent = (complaintId: ComplaintId): Known => ({
  complaintId,
  personId: undefined,
  outcomes: 0,
  resends: 0,
  carrier: undefined,
});
const known = (state: Notice, complaintId: ComplaintId): Known =>
  state.kind === 'absent' ? unsent(complaintId) : state;
const over = (state: Notice, complaintId: ComplaintId): Known => {
  const before = known(state, complaintId);
  return { ...before, outcomes: before.outcomes + 1 };
};

const unknown = (noticeId: NoticeId) => refuse('notice-unknown', `There is no message ${noticeId}.`);

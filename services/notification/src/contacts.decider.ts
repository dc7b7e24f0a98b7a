import type { ComplaintId, CoveredNotice, CustomerKey, NoticeId, NoticeKind } from '@redress/contracts';
import { type Decider, derivedId, event, type Fact, inForce } from '@redress/eventing';
import { type ContactFacts, contactFacts } from './notice.decider.js';
import { digestTime, onTheWall } from './quiet.rules.js';
import { type Templates, templates } from './templates.decider.js';

/** Whose limit of the day a message counts against: `notification.customer-<id>`. */
interface Whose {
  readonly complaintId: ComplaintId;
  readonly customerKey?: CustomerKey;
}
export const contactsId = ({ complaintId, customerKey }: Whose): string => customerKey ?? complaintId;

interface Commands {
  ReleaseNotice: Whose & {
    readonly noticeId: NoticeId;
    readonly kind: NoticeKind;
    readonly templateVersion: number;
  };
  ReleaseDigest: Whose & { readonly digestId: NoticeId };
  WithdrawNotice: Whose & { readonly noticeId: NoticeId };
}

/** What was written to a customer, how much of it on the last day on which anything was, and what waits for a digest. */
export interface Contacts {
  readonly day: string;
  readonly onThatDay: number;
  /** With those that went as part of a digest. */
  readonly gone: readonly NoticeId[];
  readonly held: readonly { readonly noticeId: NoticeId; readonly digestId: NoticeId }[];
  readonly withdrawn: readonly NoticeId[];
}

/** A receipt is what the customer waits for at that moment, and without an answer to a question nothing goes on. */
export const neverHeld: readonly NoticeKind[] = ['receipt', 'question'];

/** A digest that grew larger would be cut short when it is written. */
const mostInDigest = 100;
/** Of messages that have gone: what went longer ago is not withdrawn any more, since nobody comes back to it. */
const mostGone = 1_000;
/** Of messages that were withdrawn before they fell due: the timers of older ones have long gone off. */
const mostWithdrawn = 100;

type Facts = ContactFacts & { readonly digest: Fact<Templates> };

/** One customer's messages in the order in which they fall due: which go, and which wait for the digest. */
export const contacts: Decider<Commands, 'NoticeReleased' | 'NoticeHeld' | 'NoticeWithdrawn', Contacts, never, Facts> =
  {
    category: 'notification.customer',
    initial: { day: '', onThatDay: 0, gone: [], held: [], withdrawn: [] },
    endless: { edition: 2 },
    facts: { ...contactFacts, digest: inForce(templates, 'digest') },

    decide: {
      ReleaseNotice: ({ complaintId, noticeId, customerKey, ...what }, state, { at, policy, preference }) => {
        if (isOver(state, noticeId)) return [];
        if (state.held.some((held) => held.noticeId === noticeId)) return [];
        const timeZone = preference?.timeZone ?? policy.timeZone;
        const { day } = onTheWall(timeZone, at);
        const today = state.day === day ? state.onThatDay : 0;
        const policyVersion = policy.version;
        if (neverHeld.includes(what.kind) || today < policy.mostPerDay)
          return [
            event('NoticeReleased', { complaintId, noticeId, ...what, covers: [], releasedAt: at, day, policyVersion }),
          ];
        const digestAt = digestTime(policy, timeZone, at);
        const digestId = digestFor(state, complaintId, digestAt);
        const whose = customerKey === undefined ? {} : { customerKey };
        return [event('NoticeHeld', { complaintId, noticeId, digestId, digestAt, ...whose, policyVersion })];
      },

      /** Sent by a timer for each message that is held: the first one takes all of them. */
      ReleaseDigest: ({ complaintId, digestId }, state, { at, policy, preference, digest }) => {
        const covers = coveredBy(state, digestId);
        if (covers.length === 0) return [];
        const { day } = onTheWall(preference?.timeZone ?? policy.timeZone, at);
        const what = {
          kind: 'digest',
          templateVersion: digest.version,
          covers,
          policyVersion: policy.version,
        } as const;
        return [event('NoticeReleased', { complaintId, noticeId: digestId, ...what, releasedAt: at, day })];
      },

      WithdrawNotice: ({ complaintId, noticeId }, state, { at }) =>
        isOver(state, noticeId) ? [] : [event('NoticeWithdrawn', { complaintId, noticeId, withdrawnAt: at })],
    },

    evolve: {
      NoticeReleased: (state, { noticeId, day, covers }) => ({
        ...state,
        day,
        onThatDay: state.day === day ? state.onThatDay + 1 : 1,
        gone: [...state.gone, noticeId, ...covers.map((covered) => covered.noticeId)].slice(-mostGone),
        held: state.held.filter(({ digestId }) => digestId !== noticeId),
      }),
      NoticeHeld: (state, { noticeId, digestId }) => ({ ...state, held: [...state.held, { noticeId, digestId }] }),
      NoticeWithdrawn: (state, { noticeId }) => ({
        ...state,
        held: state.held.filter((held) => held.noticeId !== noticeId),
        withdrawn: [...state.withdrawn, noticeId].slice(-mostWithdrawn),
      }),
    },
  };

const isOver = ({ gone, withdrawn }: Contacts, noticeId: NoticeId): boolean =>
  withdrawn.includes(noticeId) || gone.includes(noticeId);

const coveredBy = ({ held }: Contacts, digest: NoticeId): readonly CoveredNotice[] =>
  held.filter(({ digestId }) => digestId === digest).map(({ noticeId }) => ({ noticeId }));

/** One for each complaint and time, so that what is said about one complaint is kept with it alone; another once it is full. */
const digestFor = (state: Contacts, complaintId: ComplaintId, digestAt: Date): NoticeId => {
  for (let part = 0; ; part += 1) {
    const digestId = derivedId('digest', complaintId, digestAt.toISOString(), String(part)) as NoticeId;
    if (coveredBy(state, digestId).length < mostInDigest) return digestId;
  }
};

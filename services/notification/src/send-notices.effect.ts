import type { Carrier, ComplaintId, CustomerCarrier, NoticeFailure, NoticeId } from '@redress/contracts';
import { type AnyEffect, effect, send, type Sending } from '@redress/eventing';
import type { Letter, Letters } from './letters.adapter.js';
import { type Notice, notice } from './notice.decider.js';
import { isQuiet, type QuietTime } from './quiet.rules.js';

/** What a carrier is given. The same id and time are the same message, however often it comes. */
export interface Message extends Letter {
  readonly noticeId: NoticeId;
  readonly time: number;
}
/** Rejects when it is not known whether it was delivered, or another try is worth while. */
export type Carry = (message: Message) => Promise<'delivered' | 'refused'>;
/** What is set up; without any, messages stay in the local outbox. */
export type Carriers = Readonly<Partial<Record<CustomerCarrier, Carry>>>;

interface Request {
  readonly complaintId: ComplaintId;
  readonly noticeId: NoticeId;
  /** 0 for the first, else as somebody asked for it once more. */
  readonly time: number;
  readonly askedAt: Date;
}

/** Tries become rarer, up to one an hour; after a day nobody expects the message any more. */
const triedForMs = 86_400_000;

interface Surroundings {
  readonly letters: Pick<Letters, 'letter' | 'policy'>;
  readonly carriers: Carriers;
  readonly now: () => Date;
}

/** Writes each message when it goes, hands it to who carries it, and records how it reads. */
export const sendNotices = ({ letters, carriers, now }: Surroundings): AnyEffect =>
  effect<Request>({
    name: 'notification.send-notices',
    from: 'deployment',
    on: {
      NoticeRequested: ({ data: { complaintId, noticeId, personId }, recordedAt: askedAt }) =>
        personId === undefined ? [] : [{ complaintId, noticeId, time: 0, askedAt }],
      NoticeReleased: ({ data: { complaintId, noticeId }, recordedAt: askedAt }) => [
        { complaintId, noticeId, time: 0, askedAt },
      ],
      NoticeResent: ({ data: { complaintId, noticeId, time }, recordedAt: askedAt }) => [
        { complaintId, noticeId, time, askedAt },
      ],
    },
    isDone: ({ noticeId, time }) => ({
      decider: notice,
      id: noticeId,
      done: ({ outcomes }: Notice) => outcomes > time,
    }),
    carryOut: async ({ askedAt, ...request }) => {
      const letter = await letters.letter(request);
      if (letter.failure) return failed(request, letter.failure, preferred(letter, carriers) ?? 'outbox');
      if (letter.personId !== undefined) return delivered(request, letter, 'in-app');
      const carrier = preferred(letter, carriers);
      if (carrier === undefined) return delivered(request, letter, 'outbox');
      const carry = carriers[carrier];
      if (!carry || !addressOf(letter, carrier)) return failed(request, 'no-address', carrier);
      if (request.time === 0) refuseAtNight(await letters.policy(), letter, now());
      try {
        const outcome = await carry({ ...letter, ...letter.carried, ...request });
        return outcome === 'refused' ? failed(request, 'refused', carrier) : delivered(request, letter, carrier);
      } catch (error) {
        if (now().getTime() - askedAt.getTime() < triedForMs) throw error;
        return failed(request, 'gave-up', carrier);
      }
    },
  });

/** After an outage a message may come late, but not at night. */
const refuseAtNight = (quiet: QuietTime, { timeZone }: Letter, at: Date): void => {
  if (isQuiet(quiet, timeZone, at)) throw new Error('The customer is asleep: it goes in the morning.');
};

/** What the customer wishes, else mail, else the webhook: of what is set up, the first that reaches them. */
const preferred = (letter: Letter, carriers: Carriers): CustomerCarrier | undefined => {
  const wished: readonly CustomerCarrier[] = letter.carrier === 'webhook' ? ['webhook', 'mail'] : ['mail', 'webhook'];
  const present = wished.filter((carrier) => carriers[carrier]);
  return present.find((carrier) => addressOf(letter, carrier)) ?? present[0];
};

const addressOf = ({ to: { email, phone } }: Letter, carrier: Carrier): string | undefined =>
  carrier === 'mail' ? email : (phone ?? email);

type Try = Omit<Request, 'askedAt'>;
const failed = (request: Try, failure: NoticeFailure, carrier: Carrier): Sending =>
  send(notice, request.noticeId, 'NoteFailure', { ...request, failure, carrier });

const delivered = (request: Try, letter: Letter, carrier: Carrier): Sending => {
  const { kind, personId, templateVersion, covers, locale, subject, body } = letter;
  const address = carrier === 'outbox' ? (letter.to.email ?? letter.to.phone) : addressOf(letter, carrier);
  return send(notice, request.noticeId, 'NoteDelivery', {
    ...request,
    ...{ kind, templateVersion, covers, locale, subject, body, carrier },
    ...(personId !== undefined && { personId }),
    ...(personId === undefined && address !== undefined && { address }),
  });
};

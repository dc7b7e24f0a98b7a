import type { ComplaintId, CustomerKey, NoticeKind, NoticeMatter, PersonId } from '@redress/contracts';
import { type Recorded, send, type Sending } from '@redress/eventing';
import { notice, noticeIdOf } from './notice.decider.js';
import type { Templates } from './templates.decider.js';

/** What is asked for because of an event. */
interface Asked {
  readonly kind: NoticeKind;
  /** Of the kind, as they stood. */
  readonly texts: Templates;
  readonly matter?: NoticeMatter;
  readonly notBefore?: Date;
}

interface About {
  readonly complaintId: ComplaintId;
}
type Cause = Pick<Recorded, 'id' | 'historical'> & { readonly data: About };

/** One message to the customer: none of imported history, and none where the complaint never reached us. */
export const toCustomer = (
  { id, historical, data: { complaintId } }: Cause,
  whose: { readonly customerKey: CustomerKey | null } | undefined,
  { kind, texts, matter = {}, notBefore }: Asked,
): readonly Sending[] => {
  if (historical || !whose) return [];
  const noticeId = noticeIdOf(id, kind);
  return [
    send(notice, noticeId, 'RequestNotice', {
      complaintId,
      noticeId,
      kind,
      templateVersion: texts.version,
      matter,
      ...(whose.customerKey !== null && { customerKey: whose.customerKey }),
      ...(notBefore && { notBefore }),
    }),
  ];
};

/** One message to each colleague, however often they are named. */
export const toColleagues = (
  { id, historical, data: { complaintId } }: Cause,
  personIds: readonly PersonId[],
  { kind, texts, matter = {} }: Asked,
): readonly Sending[] =>
  historical
    ? []
    : [...new Set(personIds)].map((personId) => {
        const noticeId = noticeIdOf(id, kind, personId);
        const what = { complaintId, noticeId, kind, personId, templateVersion: texts.version, matter };
        return send(notice, noticeId, 'RequestNotice', what);
      });

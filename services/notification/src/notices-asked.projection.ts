import type { ComplaintId, FailuresAsked, InboxAsked, NoticesAsked, NoticeShown } from '@redress/contracts';
import type { Repository, SelectQueryBuilder } from 'typeorm';
import type { NoticeRow } from './notices.projection.js';

type Rows = Repository<NoticeRow>;
type Query = SelectQueryBuilder<NoticeRow>;

/** What was sent while nothing carried it away. */
export const inOutbox = (rows: Rows, { kind }: NoticesAsked): Query =>
  ofKind(rows.createQueryBuilder('notice').where(`notice.carrier = 'outbox' and notice.sentAt is not null`), kind);

/** What did not reach anybody, and waits for somebody to do something about it. */
export const failed = (rows: Rows, { kind, failure }: FailuresAsked): Query => {
  const query = ofKind(rows.createQueryBuilder('notice').where(`notice.state = 'failed'`), kind);
  return failure === undefined ? query : query.andWhere('notice.failure = :failure', { failure });
};

/** What one colleague was told in the product; unread only, unless all are asked for. */
export const inInbox = (rows: Rows, personId: string, { read }: InboxAsked): Query => {
  const query = rows
    .createQueryBuilder('notice')
    .where(`notice.carrier = 'in-app' and notice.sentAt is not null`)
    .andWhere('notice.personId = cast(:personId as uuid)', { personId });
  return read === true ? query : query.andWhere('notice.readAt is null');
};

const ofKind = (query: Query, kind: string | undefined): Query =>
  kind === undefined ? query : query.andWhere('notice.kind = :kind', { kind });

/** The messages about one complaint, in the order in which they were asked for. */
export const noticesOf = async (rows: Rows, complaintId: ComplaintId): Promise<NoticeRow[]> =>
  (await rows.findBy({ complaintId })).toSorted((a, b) => (a.position < b.position ? -1 : 1));

/** What is not known, or was forgotten, is left out of what is shown. */
export const noticeShown = ({ matter: _, customerKey: __, position: ___, ...row }: NoticeRow): NoticeShown =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as unknown as NoticeShown;

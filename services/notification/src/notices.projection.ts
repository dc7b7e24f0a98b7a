import type {
  Carrier,
  ComplaintId,
  CoveredNotice,
  CustomerKey,
  NoticeFailure,
  NoticeId,
  NoticeKind,
  NoticeMatter,
  NoticeState,
  PersonId,
} from '@redress/contracts';
import { projection } from '@redress/eventing';
import { PersonalColumn } from '@redress/privacy';
import { Column, Entity, Index, PrimaryColumn, type Repository } from 'typeorm';

/** Every message about every complaint: what it is about, how it stands, and once it has gone, how it reads. */
@Entity('notices')
@Index(['noticeId'])
@Index(['sentAt', 'noticeId'], { where: `carrier = 'outbox'` })
@Index(['failedAt', 'noticeId'], { where: `state = 'failed'` })
@Index(['personId', 'sentAt', 'noticeId'], { where: `carrier = 'in-app'` })
export class NoticeRow {
  @PrimaryColumn('uuid') complaintId!: ComplaintId;
  @PrimaryColumn('uuid') noticeId!: NoticeId;
  @Column('text') kind!: NoticeKind;
  @Column('text') state!: NoticeState;
  @Column('uuid', { nullable: true }) personId!: PersonId | null;
  @Column('uuid', { nullable: true }) customerKey!: CustomerKey | null;
  @Column('int') templateVersion!: number;
  @Column('jsonb') matter!: NoticeMatter;
  @Column('timestamptz') requestedAt!: Date;
  /** Of the event that began it: for those of one moment. */
  @Column('text') position!: string;
  @Column('timestamptz') sendAt!: Date;
  @Column('uuid', { nullable: true }) digestId!: NoticeId | null;
  @Column('timestamptz', { nullable: true }) digestAt!: Date | null;
  @Column('jsonb') covers!: readonly CoveredNotice[];
  @Column('text', { nullable: true }) carrier!: Carrier | null;
  @Column('text', { nullable: true }) locale!: string | null;
  @Column('timestamptz', { nullable: true }) sentAt!: Date | null;
  @Column('text', { nullable: true }) failure!: NoticeFailure | null;
  @Column('timestamptz', { nullable: true }) failedAt!: Date | null;
  @Column('int') resends!: number;
  @Column('timestamptz', { nullable: true }) readAt!: Date | null;
  @PersonalColumn('contact') address!: string | null;
  @PersonalColumn('record') subject!: string | null;
  @PersonalColumn('record') body!: string | null;
}

type Begun = Pick<
  NoticeRow,
  | 'complaintId'
  | 'noticeId'
  | 'kind'
  | 'personId'
  | 'customerKey'
  | 'templateVersion'
  | 'covers'
  | 'matter'
  | 'requestedAt'
  | 'sendAt'
  | 'position'
>;

const begun = (notice: Begun): NoticeRow => ({
  ...notice,
  state: 'requested',
  digestId: null,
  digestAt: null,
  carrier: null,
  locale: null,
  sentAt: null,
  failure: null,
  failedAt: null,
  resends: 0,
  readAt: null,
  address: null,
  subject: null,
  body: null,
});

export const notices = projection<NoticeRow, 'complaintId' | 'noticeId'>({
  name: 'notification.notices',
  table: NoticeRow,
  key: ['complaintId', 'noticeId'],
  on: {
    NoticeRequested: (row, { personId, customerKey, policyVersion: _, ...asked }, { position }) =>
      row ?? begun({ ...asked, personId: personId ?? null, customerKey: customerKey ?? null, covers: [], position }),
    // A digest begins here: nobody asked for it but the limit of the day.
    NoticeReleased: (row, { complaintId, noticeId, kind, templateVersion, covers, releasedAt }, { position }) =>
      row ??
      begun({
        complaintId,
        noticeId,
        kind,
        templateVersion,
        covers,
        personId: null,
        customerKey: null,
        matter: {},
        requestedAt: releasedAt,
        sendAt: releasedAt,
        position,
      }),
    NoticeHeld: (row, { digestId, digestAt }) => row && { ...row, state: 'held', digestId, digestAt },
    NoticeWithdrawn: (row) => row && { ...row, state: 'withdrawn' },
    NoticeSent: (row, { carrier, locale, sentAt, address, subject, body }) =>
      row && {
        ...row,
        state: 'sent',
        carrier,
        locale,
        sentAt,
        failure: null,
        failedAt: null,
        address: address ?? null,
        subject,
        body,
      },
    NoticeDigested: (row, { digestedAt }) => row && { ...row, state: 'digested', sentAt: digestedAt },
    NoticeFailed: (row, { carrier, failure, failedAt }) =>
      row && { ...row, state: 'failed', carrier, failure, failedAt },
    NoticeResent: (row, { time }) => row && { ...row, state: 'requested', resends: time },
    NoticeRead: (row, { readAt }) => row && { ...row, readAt },
  },
});

/** The last message of the kind about a complaint, or one of which nothing particular is known: for previews. */
export const noticeLike = async (
  rows: Repository<NoticeRow>,
  complaintId: ComplaintId,
  kind: NoticeKind,
): Promise<NoticeRow> => {
  const last = await rows.findOne({ where: { complaintId, kind }, order: { requestedAt: 'DESC', noticeId: 'DESC' } });
  const nobody = { personId: null, customerKey: null, covers: [], matter: {}, templateVersion: 1, position: '' };
  const never = new Date(0);
  const noticeId = complaintId as string as NoticeId;
  return last ?? begun({ complaintId, noticeId, kind, ...nobody, requestedAt: never, sendAt: never });
};

import { NoticeShown } from '@redress/contracts';
import { foldRows, projection, type Recorded } from '@redress/eventing';

const notices = projection<NoticeShown, 'complaintId' | 'noticeId'>({
  name: 'desk.notices',
  table: NoticeShown,
  key: ['complaintId', 'noticeId'],
  on: {
    NoticeRequested: (row, { complaintId, noticeId, kind, personId, templateVersion, requestedAt, sendAt }) =>
      row ?? {
        complaintId,
        noticeId,
        kind,
        state: 'requested',
        templateVersion,
        requestedAt,
        sendAt,
        covers: [],
        resends: 0,
        ...(personId && { personId }),
      },
    // A digest begins here: nobody asked for it but the limit of the day.
    NoticeReleased: (row, { complaintId, noticeId, kind, templateVersion, covers, releasedAt }) =>
      row ?? {
        complaintId,
        noticeId,
        kind,
        state: 'requested',
        templateVersion,
        requestedAt: releasedAt,
        sendAt: releasedAt,
        covers,
        resends: 0,
      },
    NoticeHeld: (row, { digestId, digestAt }) => row && { ...row, state: 'held', digestId, digestAt },
    NoticeWithdrawn: (row) => row && { ...row, state: 'withdrawn' },
    NoticeSent: (row, { carrier, locale, sentAt, address, subject, body }) => {
      if (!row) return undefined;
      const { failure: _, failedAt: __, ...rest } = row;
      const words = {
        ...(address != null && { address }),
        ...(subject !== null && { subject }),
        ...(body !== null && { body }),
      };
      return { ...rest, state: 'sent', carrier, locale, sentAt, ...words };
    },
    NoticeDigested: (row, { digestedAt }) => row && { ...row, state: 'digested', sentAt: digestedAt },
    NoticeFailed: (row, { carrier, failure, failedAt }) =>
      row && { ...row, state: 'failed', carrier, failure, failedAt },
    NoticeResent: (row, { time }) => row && { ...row, state: 'requested', resends: time },
    NoticeRead: (row, { readAt }) => row && { ...row, readAt },
  },
});

/** What was sent about a case, or is to be; in the order in which it was asked for. */
export const messagesSentIn = (history: readonly Recorded[]): readonly NoticeShown[] => foldRows(notices, history);

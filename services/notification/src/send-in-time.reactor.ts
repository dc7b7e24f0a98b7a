import { reactor, send, sendAt } from '@redress/eventing';
import { contacts, contactsId } from './contacts.decider.js';
import { notice } from './notice.decider.js';

/**
 * Messages to customers fall due when they are awake, and digests when their day ends. What was asked for is in the log:
 * it falls due also where this service has lost its tables since.
 */
export const sendInTime = reactor({
  name: 'notification.send-in-time',
  from: 'beginning',
  on: {
    NoticeRequested: ({
      data: { complaintId, noticeId, kind, personId, customerKey, templateVersion, sendAt: due },
    }) => {
      if (personId !== undefined) return [];
      const whose = { complaintId, ...(customerKey !== undefined && { customerKey }) };
      const released = { ...whose, noticeId, kind, templateVersion };
      return [sendAt(due, contacts, contactsId(whose), 'ReleaseNotice', released)];
    },
    NoticeHeld: ({ data: { complaintId, digestId, digestAt, customerKey } }) => {
      const whose = { complaintId, ...(customerKey !== undefined && { customerKey }) };
      return [sendAt(digestAt, contacts, contactsId(whose), 'ReleaseDigest', { ...whose, digestId })];
    },
    NoticeSent: ({ data: { complaintId, noticeId: digestId, covers, sentAt: digestedAt } }) =>
      covers.map(({ noticeId }) =>
        send(notice, noticeId, 'NoteDigest', { complaintId, noticeId, digestId, digestedAt }),
      ),
  },
});

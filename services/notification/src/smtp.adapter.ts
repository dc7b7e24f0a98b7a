import { createTransport } from 'nodemailer';
import type { Carry } from './send-notices.effect.js';

export interface MailPlace {
  /** `smtp://user:password@host:587` */
  readonly url: string;
  /** `Redress <care@example.com>` */
  readonly from: string;
}

/** Together well under the time for which a try is leased. */
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 } as const;

/** Behind the last at sign. */
export const domainOf = (from: string): string => /@([^@<>\s]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';

/** A mail of the same message and time has the same id, so that a repeated one is recognised. */
export const messageIdOf = (noticeId: string, time: number, domain: string): string =>
  `<${noticeId}${time > 0 ? `.${time}` : ''}@${domain}>`;

/** Of which message a mail was, by its id; `undefined` where it was none of ours. */
export const noticeNamedBy = (messageId: string): string | undefined =>
  /^<?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.\d{1,4})?@[^<>@\s]+>?$/.exec(messageId.trim())?.[1];

interface Failure {
  readonly responseCode?: number;
  readonly code?: string;
}

/** The server will never take it: the envelope or the mail itself was refused for good, which a wrong password is not. */
const isFinal = ({ responseCode, code }: Failure): boolean =>
  (code === 'EENVELOPE' || code === 'EMESSAGE') && (responseCode === undefined || responseCode >= 500);

/** Mail over SMTP: plain text, at least once, under an id of the message's own. */
export const smtpCarrier = ({ url, from }: MailPlace): { readonly carry: Carry; readonly close: () => void } => {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 4,
    ...patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = domainOf(from);
  // Connections that end while nothing is sent are made anew when they are needed.
  transport.on('error', () => undefined);
  return {
    close: () => transport.close(),
    carry: async ({ noticeId, time, complaintId, locale, subject, body, kind, to }) => {
      try {
        await transport.sendMail({
          from,
          to: { name: to.name ?? '', address: to.email ?? '' },
          subject,
          text: body,
          messageId: messageIdOf(noticeId, time, domain),
          // All mails about one complaint stand together in the customer's inbox.
          references: `<complaint-${complaintId}@${domain}>`,
          headers: { 'Content-Language': locale, 'X-Redress-Kind': kind, ...automatic(kind) },
        });
        return 'delivered';
      } catch (error) {
        if (isFinal(error as Failure)) return 'refused';
        throw error;
      }
    },
  };
};

/** RFC 3834: nobody's absence note need answer what no person wrote. */
const automatic = (kind: string): Readonly<Record<string, string>> =>
  ['progress', 'question', 'solution-proposed'].includes(kind) ? {} : { 'Auto-Submitted': 'auto-generated' };

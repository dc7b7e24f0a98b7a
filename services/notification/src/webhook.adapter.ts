import { createHmac } from 'node:crypto';
import type { Carry } from './send-notices.effect.js';

export interface WebhookPlace {
  readonly url: string;
  readonly secret: string;
}

const patienceMs = 20_000;
/** The receiver could not, or not yet: that may pass. Every other 4xx is its last word. */
const passing = [408, 409, 425, 429];

/** HMAC-SHA256 over id, time (in seconds) and body, as the Standard Webhooks specification says. */
export const signatureOf = (secret: string, id: string, timestamp: string, body: string): string =>
  `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`;

/** Hands messages to a system that sends them on: text messages, chat, letters. At least once, under the message's id. */
export const webhookCarrier =
  ({ url, secret }: WebhookPlace, now: () => Date): Carry =>
  async ({ noticeId, time, complaintId, caseNumber, kind, locale, subject, body: text, to }) => {
    const id = time === 0 ? noticeId : `${noticeId}.${time}`;
    const body = JSON.stringify({ id, noticeId, complaintId, caseNumber, kind, locale, to, subject, text });
    const timestamp = String(Math.floor(now().getTime() / 1000));
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'idempotency-key': id,
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': signatureOf(secret, id, timestamp, body),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    });
    // The connection goes back to the pool only once the answer was read.
    await answer.arrayBuffer();
    if (answer.ok) return 'delivered';
    if (answer.status >= 300 && answer.status < 500 && !passing.includes(answer.status)) return 'refused';
    throw new Error(`The webhook answered ${answer.status}.`);
  };

import type { WallClock } from '@redress/eventing';
import { type Environment, Runtime, textOf, WALL_CLOCK, WrongSetting } from '@redress/service-host';
import { secretIn } from './secret-file.adapter.js';
import type { Carriers } from './send-notices.effect.js';
import { type MailPlace, smtpCarrier } from './smtp.adapter.js';
import { webhookCarrier, type WebhookPlace } from './webhook.adapter.js';

/** Stands in a variable, or in the file that `…_FILE` names. */
const secretOf = (environment: Environment, name: string): string | undefined => {
  const path = textOf(environment, `${name}_FILE`);
  if (path === undefined) return textOf(environment, name);
  if (textOf(environment, name) !== undefined) throw new WrongSetting(name, `and ${name}_FILE exclude each other`);
  try {
    return secretIn(path);
  } catch (error) {
    throw new WrongSetting(`${name}_FILE`, `cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`);
  }
};

const isAddress = (text: string): boolean => /^(?:[^<>@]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/.test(text);

export const mailPlaceIn = (environment: Environment): MailPlace | undefined => {
  const url = secretOf(environment, 'SMTP_URL');
  const from = textOf(environment, 'SMTP_FROM');
  if (url === undefined) return undefined;
  if (!/^smtps?:\/\/./.test(url) || !URL.canParse(url))
    throw new WrongSetting('SMTP_URL', 'looks like smtps://user:password@host:465');
  if (from === undefined || !isAddress(from))
    throw new WrongSetting('SMTP_FROM', 'is needed with SMTP_URL: Redress <care@example.com>');
  return { url, from };
};

export const webhookPlaceIn = (environment: Environment): WebhookPlace | undefined => {
  const url = textOf(environment, 'WEBHOOK_URL');
  const secret = secretOf(environment, 'WEBHOOK_SECRET');
  if (url === undefined) return undefined;
  if (!/^https?:\/\/./.test(url) || !URL.canParse(url))
    throw new WrongSetting('WEBHOOK_URL', 'looks like https://host/path');
  if (secret === undefined || secret.length < 24)
    throw new WrongSetting('WEBHOOK_SECRET', 'is needed with WEBHOOK_URL, with 24 characters at least');
  return { url, secret };
};

/** By what customers are written to, as the environment says; connections end with the process. */
export const carriersOf = (runtime: Runtime, clock: WallClock): Carriers => {
  const [mail, webhook] = [mailPlaceIn(process.env), webhookPlaceIn(process.env)];
  const smtp = mail && smtpCarrier(mail);
  if (smtp)
    runtime.undertake({
      name: 'mail',
      notReady: () => undefined,
      start: async () => undefined,
      stop: async () => smtp.close(),
    });
  return { ...(smtp && { mail: smtp.carry }), ...(webhook && { webhook: webhookCarrier(webhook, () => clock.now()) }) };
};

export const CARRIERS = Symbol.for('redress.notification.Carriers');
export const carriersProvided = { provide: CARRIERS, useFactory: carriersOf, inject: [Runtime, WALL_CLOCK] };

import type { Money, NoticeMatter, TemplateText } from '@redress/contracts';
import { remembered } from '@redress/eventing';
import { filled } from './variables.rules.js';
import {
  compensationWords,
  type Language,
  languageOf,
  metricWords,
  reasonWords,
  remedyWords,
  teamWords,
  unknownWords,
} from './words.rules.js';

/** All that a message may mention, as far as it is known. */
export interface Known {
  readonly caseNumber: string;
  readonly customerName?: string | null;
  readonly personName?: string | null;
  readonly ownerName?: string | null;
  readonly receivedAt?: Date | null;
  readonly firstResponseDueAt?: Date | null;
  readonly resolutionDueAt?: Date | null;
  /** What a colleague said, or what a digest brings. */
  readonly text?: string | null;
  readonly count?: number;
  /** Of the page on which the customer finds the case. */
  readonly caseLink?: string;
  readonly matter: NoticeMatter;
}
export interface Readers {
  readonly locale: string;
  readonly timeZone: string;
}

/** By the locale's own usage; the minor unit is that of the currency: `₩5,000`, `$5.00`. */
export const moneyShown = ({ amountMinor, currency }: Money, locale: string): string => {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
};

const formatIn = remembered((locale) =>
  remembered(
    (timeZone) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23', timeZone }),
  ),
);

export const instantShown = (at: Date, { locale, timeZone }: Readers): string => formatIn(locale)(timeZone).format(at);

const byShown = (at: Date | null | undefined, readers: Readers, language: Language): string => {
  if (!at) return unknownWords[language].by;
  const shown = instantShown(at, readers);
  return language === 'ko' ? `${shown}까지` : `by ${shown}`;
};

const compensationShown = ({ compensation, amount }: NoticeMatter, locale: string, language: Language): string => {
  const what = compensation ? compensationWords[language][compensation] : '';
  return [what, amount ? moneyShown(amount, locale) : ''].filter(Boolean).join(' ');
};

const asked = ({ team, dueAt }: NoticeMatter, readers: Readers, language: Language): string | undefined => {
  if (!team) return undefined;
  const until = byShown(dueAt, readers, language);
  return language === 'ko'
    ? `정확한 확인을 위해 ${teamWords.ko[team]} 담당 부서에 조사를 요청했습니다. ${until} 결과를 받아 안내해 드리겠습니다.`
    : `To be sure of the facts we have asked our ${teamWords.en[team]} team to look into it. We expect their answer ${until}.`;
};

/** The value of every variable there is, each in the reader's language. */
export const valuesOf = (known: Known, readers: Readers): Readonly<Record<string, string>> => {
  const { matter } = known;
  const { locale } = readers;
  const language = languageOf(locale);
  const words = unknownWords[language];
  const at = (instant: Date | null | undefined): string => (instant ? instantShown(instant, readers) : '');
  const ownerName = known.ownerName ?? (known.personName === undefined ? words.owner : words.nobody);
  return {
    caseNumber: known.caseNumber,
    customerName: known.customerName ?? words.customerName,
    personName: known.personName ?? '',
    ownerName,
    receivedAt: at(known.receivedAt),
    firstResponseBy: byShown(known.firstResponseDueAt, readers, language),
    resolutionBy: byShown(known.resolutionDueAt, readers, language),
    text: known.text ?? asked(matter, readers, language) ?? '',
    messages: known.text ?? '',
    count: String(known.count ?? 0),
    caseLink: known.caseLink ?? '',
    remedy: matter.remedy ? remedyWords[language][matter.remedy] : '',
    compensation: compensationShown(matter, locale, language),
    amount: matter.amount ? moneyShown(matter.amount, locale) : '',
    closedAt: at(matter.closedAt),
    dueAt: at(matter.dueAt),
    metric: matter.metric ? metricWords[language][matter.metric] : '',
    reason: matter.reason ? reasonWords[language][matter.reason] : '',
  };
};

const mostBytes = { subject: 900, body: 64_000 } as const;

/** What a digest brings: each message with its subject, without the paragraphs that stand around all of them anyway. */
export const gathered = (messages: readonly Written[], frame: Written): string => {
  const around = new Set(frame.body.split(/\n{2,}/));
  const share = Math.floor(mostBytes.body / 2 / Math.max(1, messages.length));
  return messages
    .map(({ subject, body }) => {
      const own = body.split(/\n{2,}/).filter((paragraph) => !around.has(paragraph));
      return fitting([`■ ${subject}`, ...own].join('\n\n'), share);
    })
    .join('\n\n');
};

/** Cut at a character, with a mark that something is missing. */
export const fitting = (text: string, maxBytes: number): string => {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  const cut = Buffer.from(text).subarray(0, maxBytes - 3);
  return `${cut.toString().replace(/\uFFFD+$/, '')}…`;
};

/** One line: whatever would begin another header of a mail is a blank. */
const oneLine = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();

export interface Written {
  readonly subject: string;
  readonly body: string;
}
export const written = (
  text: Pick<TemplateText, 'subject' | 'body'>,
  values: Readonly<Record<string, string>>,
): Written => ({
  subject: fitting(oneLine(filled(text.subject, values)), mostBytes.subject) || '-',
  body: fitting(filled(text.body, values), mostBytes.body),
});

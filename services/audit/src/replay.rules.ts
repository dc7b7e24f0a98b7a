import type { HistoryEntry, HistoryShown } from '@redress/contracts';
import { clockTime, english, korean, type Told, type Words } from './replay-words.rules.js';

/** An answer as it comes over the network. */
type AsJson<T> = T extends Date
  ? string
  : T extends string | number | boolean
    ? T
    : T extends object
      ? { readonly [K in keyof T]: AsJson<T[K]> }
      : T;
export type HistoryInJson = AsJson<HistoryShown>;
type Entry = AsJson<HistoryEntry>;

export const replayLanguages = ['en', 'ko'] as const;
export interface Telling {
  readonly language: (typeof replayLanguages)[number];
  /** What was known then; absent: now. */
  readonly at?: string | undefined;
}

/** A complaint's history for a terminal: when, who, under which policy version, what, because of what. One entry a line, and what was said below it. */
export const replayLines = (
  { caseNumber, complaintId, entries }: HistoryInJson,
  { language, at }: Telling,
): readonly string[] => {
  const words = language === 'ko' ? korean : english;
  const rows = entries.map((entry) => rowOf(entry, words));
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map(({ columns }) => widthOf(columns[column] ?? ''))));
  return [
    words.title(caseNumber ?? '–', complaintId),
    ...(at === undefined ? [] : [words.asKnownAt(clockTime(at))]),
    '',
    ...(rows.length === 0 ? [words.nothingKnown] : []),
    ...rows.flatMap(({ columns, what, said }) => [
      [...columns.map((text, column) => padded(text, widths[column] ?? 0)), what].join('  '),
      ...said.map((line) => `${' '.repeat(21)}| ${line}`),
    ]),
    ...idsInFull(entries, words),
  ];
};

interface Row {
  readonly columns: readonly [time: string, who: string, policy: string];
  readonly what: string;
  readonly said: readonly string[];
}

const rowOf = (entry: Entry, words: Words): Row => {
  const { type, occurredAt, recordedAt, policyVersion, causedBy, historical, data } = entry;
  const late = clockTime(recordedAt) !== clockTime(occurredAt);
  const minutesLate = minutesAfterDeadline(entry);
  const remarks = [
    ...(causedBy === undefined ? [] : [words.because(words.events[causedBy]?.name ?? plainly(causedBy))]),
    ...(historical ? [words.imported(clockTime(recordedAt))] : late ? [words.recordedAt(clockTime(recordedAt))] : []),
    ...(minutesLate > 0 ? [words.givenLate(minutesLate)] : []),
  ];
  const { name, says } = words.events[type] ?? { name: plainly(type) };
  const what = says ? says(data) : name;
  return {
    columns: [
      clockTime(occurredAt),
      whoIn(entry, words),
      policyVersion === undefined ? '' : words.policy(policyVersion),
    ],
    what: printable(remarks.length === 0 ? what : `${what}  (${remarks.join('; ')})`),
    said: saidIn(data),
  };
};

/** A verdict comes at its deadline, unless nobody was there to give it: the service stood still, or heard of things late. */
const minutesAfterDeadline = ({ type, occurredAt, historical, data }: Entry): number =>
  type === 'sla.TargetMissed' && !historical
    ? Math.floor((Date.parse(occurredAt) - Date.parse(String(data['dueAt']))) / 60_000)
    : 0;

/** `intake.CustomerWrote` without words of its own: `intake: customer wrote`. */
const plainly = (type: string): string => {
  const [service = '', name = ''] = type.split('.');
  return `${service}: ${name.replaceAll(/(?<!^)(?=[A-Z])/g, ' ').toLowerCase()}`;
};

const short = (id: string): string => id.slice(0, 8);
const channelIn = ({ by }: Entry): string | undefined => /^channel:(.+)$/.exec(by)?.[1];
const isHouse = ({ roles }: Entry): boolean => roles.some(({ role }) => role === 'house');

const whoIn = (entry: Entry, words: Words): string => {
  const channel = channelIn(entry);
  if (channel !== undefined) return `${words.channel} ${short(channel)}`;
  if (entry.by === 'anonymous') return words.anonymous;
  return isHouse(entry) ? entry.by : `${entry.roles[0]?.role ?? '?'} ${short(entry.by)}`;
};

/** Short ids are for reading; what a file of an audit needs stands once at the end. */
const idsInFull = (entries: readonly Entry[], words: Words): readonly string[] => {
  const people = entries.filter((entry) => !isHouse(entry) && entry.by !== 'anonymous');
  const ids = [...new Set(people.map((entry) => channelIn(entry) ?? entry.by))];
  return ids.length === 0 ? [] : ['', words.idsInFull, ...ids.map((id) => `  ${short(id)}  ${id}`)];
};

const longestSaid = 400;

/** The words themselves, for a reader who was given them. */
const saidIn = ({ text, reason }: Told): readonly string[] =>
  [text, reason]
    .filter((part): part is string => typeof part === 'string')
    .flatMap((part) => (part.length > longestSaid ? `${part.slice(0, longestSaid)} …` : part).split(/\r?\n/))
    .map(printable);

/** Nothing that somebody wrote may steer the terminal. */
const printable = (text: string): string => text.replaceAll(/\t/g, '  ').replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '');

/** Hangul, kana and Chinese characters take two places in a terminal. */
const widthOf = (text: string): number =>
  [...text].reduce(
    (sum, character) =>
      sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/u.test(character) ? 2 : 1),
    0,
  );
const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

import type { NoticeKind } from '@redress/contracts';

/** What texts of each kind may mention; a name outside the list would reach the customer as it stands. */
const toCustomers = ['caseNumber', 'customerName'] as const;
const toColleagues = ['caseNumber', 'personName'] as const;

export const variablesOf: Readonly<Record<NoticeKind, readonly string[]>> = {
  receipt: [...toCustomers, 'receivedAt', 'firstResponseBy', 'resolutionBy', 'caseLink'],
  'owner-named': [...toCustomers, 'ownerName', 'resolutionBy'],
  progress: [...toCustomers, 'text', 'ownerName', 'resolutionBy'],
  question: [...toCustomers, 'text', 'ownerName'],
  delay: [...toCustomers, 'ownerName'],
  'solution-proposed': [...toCustomers, 'text', 'remedy', 'ownerName', 'caseLink'],
  'compensation-paid': [...toCustomers, 'compensation', 'amount'],
  closed: [...toCustomers, 'closedAt'],
  'follow-up': [...toCustomers, 'closedAt'],
  digest: [...toCustomers, 'count', 'messages'],
  'deadline-near': [...toColleagues, 'metric', 'dueAt'],
  breach: [...toColleagues, 'metric', 'dueAt', 'ownerName'],
  escalation: [...toColleagues, 'reason', 'ownerName'],
  'approval-waiting': [...toColleagues, 'compensation', 'amount'],
};

const variable = /\{\{\s*([A-Za-z][A-Za-z0-9]*)\s*\}\}/g;

/** Each once, in the order in which they are first mentioned. */
export const variablesIn = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(variable)].map(([, name = '']) => name)),
];

/** Braces that are no variable: somebody meant one. */
export const strayBraces = (text: string): string | undefined =>
  /\{\{[^{}]{0,40}\}{0,2}|\}\}/.exec(text.replaceAll(variable, ''))?.[0];

/** What is not known is left out; values are put in as they are, and never read for variables again. */
export const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(variable, (_, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? '') : ''));

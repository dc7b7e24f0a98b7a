import { parseArgs } from 'node:util';
import { type HistoryInJson, replayLanguages, replayLines } from '@redress/audit/replay';
import { isCaseNumber } from '@redress/intake/case-number';
import { type Answer, ask, type Environment, signIn, urlOf } from './running-redress.cli.js';

/** Prints the history of a complaint, as the API of the running product tells it. Rejects with a sentence that says what to do. */
export const replay = async (
  words: readonly string[],
  environment: Environment = process.env,
): Promise<readonly string[]> => {
  const { caseNumber, at, username, language } = asked(words);
  const url = urlOf(environment);
  const token = environment.REDRESS_TOKEN ?? (await signIn(url, username, environment));
  const get = async (path: string): Promise<Answer> => {
    const answer = await ask(`${url}/api/audit/${path}`, { headers: { authorization: `Bearer ${token}` } });
    if (answer.status === 401) throw new Error('The sign-in token is not valid, or has expired.');
    if (answer.status === 403)
      throw new Error('This user may not read histories: an auditor, lead, lawyer or administrator may.');
    if (answer.status === 400 && at !== undefined)
      throw new Error(`${at} is not an instant such as 2026-03-02T12:00:00Z.`);
    if (answer.status !== 200 && answer.status !== 404)
      throw new Error(`${url} answers ${answer.status}: ${answer.detail}`);
    return answer;
  };
  const found = await get(`case-numbers/${encodeURIComponent(caseNumber)}`);
  if (found.status === 404) throw new Error(notThere(caseNumber));
  const { complaintId } = found.body as { complaintId: string };
  const query = at === undefined ? '' : `?at=${encodeURIComponent(at)}`;
  const { body } = await get(`complaints/${complaintId}/history${query}`);
  return replayLines(body as HistoryInJson, { language, at });
};

const asked = (words: readonly string[]) => {
  const { values, positionals } = parsed(words);
  const [caseNumber, ...more] = positionals;
  const language = replayLanguages.find((one) => one === values.lang);
  if (caseNumber === undefined || more.length > 0 || !language)
    throw new Error('redress replay <case number> [--at <instant>] [--lang en|ko] [--username <name>]');
  return { caseNumber: caseNumber.trim(), language, at: values.at, username: values.username };
};

const parsed = (words: readonly string[]) =>
  parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      at: { type: 'string' },
      lang: { type: 'string', default: 'en' },
      username: { type: 'string', default: 'auditor' },
    },
  });

const notThere = (caseNumber: string): string =>
  isCaseNumber(caseNumber)
    ? `There is no complaint ${caseNumber} here.`
    : `${caseNumber} cannot be a case number: its check digit does not fit. One looks like 10000017-3; a digit may be wrong, or two swapped.`;

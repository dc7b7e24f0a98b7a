import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type HistoryInJson, replayLanguages, replayLines } from '@redress/audit/replay';
import { isCaseNumber } from '@redress/intake/case-number';

type Environment = Readonly<Record<string, string | undefined>>;

const patienceMs = 30_000;

/** Prints the history of a complaint, as the API of the running product tells it. Rejects with a sentence that says what to do. */
export const replay = async (
  words: readonly string[],
  environment: Environment = process.env,
): Promise<readonly string[]> => {
  const { caseNumber, at, username, language } = asked(words);
  const url = (environment.REDRESS_URL ?? 'http://127.0.0.1:3000').replace(/\/+$/, '');
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

const signIn = async (url: string, username: string, environment: Environment): Promise<string> => {
  const password = environment.REDRESS_PASSWORD ?? firstPassword(environment);
  const { status, body, detail } = await ask(`${url}/api/directory/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  if (status === 401)
    throw new Error(
      `The password of ${username} is another one. Say it by REDRESS_PASSWORD, or give a token by REDRESS_TOKEN.`,
    );
  if (status !== 200 && status !== 201) throw new Error(`${username} could not sign in: ${status}, ${detail}`);
  return (body as { token: string }).token;
};

/** Of the accounts that the first start made. */
const firstPassword = ({ DATA_DIR }: Environment): string => {
  const path = join(resolve(DATA_DIR ?? 'data'), 'sign-in.txt');
  try {
    const password = /^password: (.+)$/m.exec(readFileSync(path, 'utf8'))?.[1];
    if (password !== undefined) return password;
  } catch {
    // It was deleted, as it asks for, or another data directory is meant.
  }
  throw new Error(`There is no password in ${path}. Say it by REDRESS_PASSWORD, or give a token by REDRESS_TOKEN.`);
};

interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** What a problem says of itself. */
  readonly detail: string;
}

const ask = async (address: string, request: RequestInit): Promise<Answer> => {
  try {
    const answer = await fetch(address, { ...request, signal: AbortSignal.timeout(patienceMs) });
    const body: unknown = await answer.json();
    const { detail = answer.statusText } = body as { readonly detail?: string };
    return { status: answer.status, body, detail };
  } catch (error) {
    const { origin } = URL.canParse(address) ? new URL(address) : { origin: address };
    if (error instanceof SyntaxError) throw new Error(`What answers at ${origin} is not Redress.`, { cause: error });
    throw new Error(
      `Redress does not answer at ${origin}. Start it by npm start, or say where it runs by REDRESS_URL.`,
      { cause: error },
    );
  }
};

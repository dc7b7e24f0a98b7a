import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

const patienceMs = 30_000;

/** Where it runs. */
export const urlOf = ({ REDRESS_URL }: Environment): string =>
  (REDRESS_URL ?? 'http://127.0.0.1:3000').replace(/\/+$/, '');

/** A sign-in token of that user. Rejects with a sentence that says what to do. */
export const signIn = async (url: string, username: string, environment: Environment): Promise<string> => {
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

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** What a problem says of itself. */
  readonly detail: string;
}

/** Asks the running product. Rejects with a sentence that says what to do when it does not answer. */
export const ask = async (address: string, request: RequestInit): Promise<Answer> => {
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

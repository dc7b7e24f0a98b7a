import { setTimeout as pause } from 'node:timers/promises';

export type Method = 'GET' | 'POST' | 'PUT';

/** The API answered what cannot be gone on with. */
export class Unexpected extends Error {}

/** What somebody was told instead of yes: a rule forbids it now. */
export interface Refused {
  readonly refused: string;
}
export const isRefused = (answer: object): answer is Refused => 'refused' in answer;

/** Somebody at the public API: a person or a channel. */
export interface Caller {
  /** A command, under a key of its own: sent again it is answered as the first time. Rejects unless it was done. */
  send<T extends object>(method: 'POST' | 'PUT', path: string, body: object, key: string): Promise<T>;
  /** A command that a rule may refuse. */
  attempt<T extends object>(path: string, body: object, key: string): Promise<T | Refused>;
  read<T extends object>(path: string): Promise<T>;
  /** `undefined`: there is no such thing, or not yet. */
  find<T extends object>(path: string): Promise<T | undefined>;
  /** All pages of a list. */
  list<T>(path: string): Promise<readonly T[]>;
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Credentials for the header `authorization`, empty for none; asked anew when they are not taken any more. */
export type Credentials = () => Promise<string>;

const patienceMs = 60_000;
const mayPass = new Set([429, 502, 503, 504]);
const longestWaitMs = 10_000;

const answerOf = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  const isJson = String(response.headers.get('content-type')).includes('json');
  return { status: response.status, body: isJson ? (JSON.parse(text) as Answer['body']) : {} };
};

/** When to try again what may pass. Keys make that safe, also where an answer was lost. */
const waitMs = (response: Response | undefined, attempt: number): number => {
  const seconds = Number(response?.headers.get('retry-after') ?? 0);
  return Math.min(longestWaitMs, seconds > 0 ? seconds * 1000 : 100 * 2 ** attempt);
};

export const callerAt = (url: string, name: string, credentials: Credentials): Caller => {
  let known: Promise<string> | undefined;

  const askOnce = async (method: Method, path: string, body?: object, key?: string): Promise<Response> => {
    known ??= credentials();
    const authorization = await known;
    return fetch(`${url}${path}`, {
      method,
      signal: AbortSignal.timeout(30_000),
      headers: {
        ...(authorization !== '' && { authorization }),
        ...(body && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  };
  const ask = async (method: Method, path: string, body?: object, key?: string): Promise<Answer> => {
    const began = performance.now();
    let hasRenewed = false;
    for (let attempt = 0; ; attempt += 1) {
      const isPatient = performance.now() - began < patienceMs;
      const response = await askOnce(method, path, body, key).catch((error: unknown) => {
        if (!isPatient || error instanceof Unexpected) throw error;
        return undefined;
      });
      if (response?.status === 401 && !hasRenewed && (await known) !== '') {
        hasRenewed = true;
        known = undefined;
      } else if (response && !(mayPass.has(response.status) && isPatient)) return answerOf(response);
      else await pause(waitMs(response, attempt));
    }
  };
  const unexpected = (method: Method, path: string, { status, body }: Answer): Unexpected =>
    new Unexpected(`${name}: ${method} ${path} was answered ${status} ${JSON.stringify(body)}`);
  const done = <T extends object>(method: Method, path: string, answer: Answer): T => {
    if (answer.status >= 300) throw unexpected(method, path, answer);
    return answer.body as T;
  };
  const read = async <T extends object>(path: string): Promise<T> => done<T>('GET', path, await ask('GET', path));

  return {
    read,
    send: async (method, path, body, key) => done(method, path, await ask(method, path, body, key)),
    attempt: async (path, body, key) => {
      const answer = await ask('POST', path, body, key);
      return answer.status === 409 ? { refused: String(answer.body['reason']) } : done('POST', path, answer);
    },
    find: async (path) => {
      const answer = await ask('GET', path);
      return answer.status === 404 ? undefined : done('GET', path, answer);
    },
    list: async <T>(path: string) => {
      const items: T[] = [];
      for (let cursor: string | undefined; ;) {
        const asked = `${path}${path.includes('?') ? '&' : '?'}limit=200${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
        const page = await read<{ items: readonly T[]; next?: string }>(asked);
        items.push(...page.items);
        if (page.next === undefined) return items;
        cursor = page.next;
      }
    },
  };
};

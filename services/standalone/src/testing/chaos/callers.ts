import { type Api, type ApiAnswer, apiAt } from '../api.js';
import { type Installation, password } from './installation.js';
import type { Voice } from './stories.js';
import { until } from './until.js';

/** The people and systems that ask, each at whichever replica chance says. */
export interface Callers {
  ask(voice: Voice, path: string, body: object, key: string, which: number): Promise<ApiAnswer>;
  /** A token of that person; signs in anew when the last one is old. */
  token(username: string): Promise<string>;
  /** What one replica answers to a person. */
  get(url: string, username: string, path: string): Promise<ApiAnswer>;
  put(url: string, username: string, path: string, body: object): Promise<ApiAnswer>;
  close(): void;
}

/** Shorter than a token lives. */
const tokenMs = 8 * 60_000;
const patienceMs = 60_000;

/** Signs everybody in, and makes a key for the channel that the stories come from. */
export const callersOf = async (installation: Installation): Promise<Callers> => {
  const apis = new Map<string, Api>();
  const tokens = new Map<string, { readonly token: Promise<string>; readonly at: number }>();
  const apiOf = (url: string): Api => {
    const api = apis.get(url) ?? apiAt(url);
    apis.set(url, api);
    return api;
  };
  const signIn = async (username: string): Promise<string> => {
    let token = '';
    await until(`${username} is signed in`, patienceMs, async () => {
      for (const { url } of installation.replicasOf('directory')) {
        const answer = await apiOf(url)
          .ask('POST', '/api/directory/sign-in', { username, password })
          .catch((error: unknown) => ({ status: 0, body: String(error) }));
        if (answer.status === 200 || answer.status === 201) token = (answer.body as { readonly token: string }).token;
        if (token !== '') return undefined;
      }
      return 'no replica of directory has let them in';
    });
    return token;
  };
  const tokenOf = (username: string): Promise<string> => {
    const known = tokens.get(username);
    if (known && performance.now() - known.at < tokenMs) return known.token;
    const token = signIn(username);
    tokens.set(username, { token, at: performance.now() });
    // What could not be had is asked for again by the next.
    token.catch(() => tokens.delete(username));
    return token;
  };
  const bearer = async (username: string): Promise<Record<string, string>> => ({
    authorization: `Bearer ${await tokenOf(username)}`,
  });
  const channelKey = await keyOfChannel(installation, apiOf, await bearer('administrator'));
  const intake = installation.replicasOf('intake');
  return {
    token: tokenOf,
    ask: async (voice, path, body, key, which) => {
      const who = voice === 'channel' ? { authorization: `Channel-Key ${channelKey}` } : await bearer(voice);
      const replica = intake[Math.floor(which * intake.length)] ?? intake[0];
      return apiOf(replica?.url ?? '').ask('POST', path, body, { ...who, 'idempotency-key': key });
    },
    get: async (url, username, path) => apiOf(url).ask('GET', path, undefined, await bearer(username)),
    put: async (url, username, path, body) => apiOf(url).ask('PUT', path, body, await bearer(username)),
    close: () => {
      for (const api of apis.values()) api.close();
    },
  };
};

const keyOfChannel = async (
  installation: Installation,
  apiOf: (url: string) => Api,
  administrator: Record<string, string>,
): Promise<string> => {
  const directory = installation.replicasOf('directory')[0]?.url ?? '';
  const asked = { channel: 'api', label: 'A shop under load', requestsPerMinute: 1_000_000 };
  const { status, body } = await apiOf(directory).ask('POST', '/api/directory/channel-keys', asked, administrator);
  if (status !== 201) throw new Error(`The channel got no key: ${status} ${JSON.stringify(body)}`);
  const { key, position } = body as { readonly key: string; readonly position: string };
  for (const { url, name } of installation.replicasOf('intake'))
    await until(`${name} has heard of the channel's key`, patienceMs, async () => {
      const answer = await apiOf(url).ask(
        'GET',
        `/api/intake/complaints?limit=1&waitFor=${position}`,
        undefined,
        administrator,
      );
      return answer.status === 200 ? undefined : `it answers ${answer.status}`;
    });
  return key;
};

import { Agent, request } from 'node:http';

export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** The public API over the network, on connections that stay open. Rejects when no answer came. */
export interface Api {
  ask(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<ApiAnswer>;
  close(): void;
}

export const apiAt = (url: string, common: Record<string, string> = {}): Api => {
  const agent = new Agent({ keepAlive: true, maxSockets: 128 });
  return {
    ask: (method, path, body, headers = {}) =>
      new Promise((resolve, reject) => {
        const payload = body === undefined ? undefined : JSON.stringify(body);
        const sent = request(
          `${url}${path}`,
          {
            method,
            agent,
            timeout: 30_000,
            headers: {
              ...common,
              ...headers,
              ...(payload === undefined
                ? {}
                : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
            },
          },
          (answer) => {
            let text = '';
            answer.setEncoding('utf8');
            answer.on('data', (chunk: string) => (text += chunk));
            answer.on('error', reject);
            answer.on('end', () => {
              const isJson = /^application\/(?:[\w.-]+\+)?json\b/.test(String(answer.headers['content-type']));
              resolve({ status: answer.statusCode ?? 0, body: isJson ? (JSON.parse(text) as unknown) : text });
            });
          },
        );
        sent.on('timeout', () => sent.destroy(new Error('No answer within 30 s.')));
        sent.on('error', reject);
        sent.end(payload);
      }),
    close: () => agent.destroy(),
  };
};

/** Signs in at the running product. */
export const signIn = async (url: string, username: string, password: string): Promise<Api> => {
  const api = apiAt(url);
  const { status, body } = await api.ask('POST', '/api/directory/sign-in', { username, password });
  api.close();
  if (status !== 200 && status !== 201)
    throw new Error(`${username} could not sign in: ${status} ${JSON.stringify(body)}`);
  return apiAt(url, { authorization: `Bearer ${(body as { token: string }).token}` });
};

/** An API key of a channel, as an administrator makes it: for `Authorization: Channel-Key …`. */
export const channelKey = async (url: string, password: string, channel: string): Promise<string> => {
  const administrator = await signIn(url, 'administrator', password);
  const { body } = await administrator.ask('POST', '/api/directory/channel-keys', {
    channel,
    label: 'A shop under load',
    requestsPerMinute: 1_000_000,
  });
  const { key, position } = body as { key: string; position: string };
  // Intake hears of keys by events: it takes a moment.
  const { status } = await administrator.ask('GET', `/api/intake/complaints?limit=1&waitFor=${position}`);
  administrator.close();
  if (status !== 200) throw new Error(`The new key was not heard of: ${status}.`);
  return key;
};

/** The API as a channel's system uses it. */
export const asChannel = (url: string, key: string): Api => apiAt(url, { authorization: `Channel-Key ${key}` });

import { setTimeout } from 'node:timers/promises';

/** How somebody who imports is let in. */
export type Credentials = { readonly token: string } | { readonly username: string; readonly password: string };

export interface Answer {
  readonly status: number;
  /** One sentence for a person, without anything that was sent. */
  readonly says: string;
}

interface Session {
  readonly token: string;
  /** By this machine's clock, which need not agree with the server's. */
  readonly until: number;
}

/** For a connection that was refused or broke: 0.2 s, 0.4 s, … 12.8 s, in all some 25 seconds. */
const tries = 8;
/** For a server that asks to come again. */
const longestWaitSeconds = 120;
const patienceMs = 60_000;

/** Speaks to the API as an importer: signs in, signs in again before its token expires, sends again what was not answered. */
export class Importer {
  private session: Promise<Session> | undefined;

  constructor(
    private readonly url: string,
    private readonly credentials: Credentials,
    private readonly stopping: AbortSignal,
  ) {}

  /** Rejects with a sentence unless whoever signs in may record history. */
  async begin(): Promise<void> {
    const { roles } = claimsOf((await this.signedIn()).token);
    if (!Array.isArray(roles) || !roles.includes('importer'))
      throw new Error('This account does not have the role importer: its complaints would count as received today.');
  }

  /**
   * The server's verdict. Sent again after a lost answer, a 429 or a 503: what it asks for happens once all the same.
   * Rejects when the server does not answer, and when the import is stopped.
   */
  async send(complaint: object, key: string | undefined): Promise<Answer> {
    const body = JSON.stringify(complaint);
    let unanswered = 0;
    let unknown = 0;
    for (;;) {
      const session = await this.signedIn();
      const headers = {
        authorization: `Bearer ${session.token}`,
        ...(key !== undefined && { 'idempotency-key': key }),
      };
      const answer = await this.post('/api/intake/complaints', body, headers).catch(reasonOf);
      if (typeof answer === 'string') {
        unanswered += 1;
        if (unanswered === tries) throw new Error(`${this.url} does not answer: ${answer}.`);
        await this.pause(0.1 * 2 ** unanswered);
      } else if (answer.status === 401 && unknown < 2) {
        unknown += 1;
        await this.forget(session);
      } else if (answer.waitSeconds === undefined) return { status: answer.status, says: sentenceOf(answer) };
      else await this.pause(answer.waitSeconds);
    }
  }

  private async signedIn(): Promise<Session> {
    this.session ??= this.signIn();
    const session = await this.session;
    if (Date.now() < session.until) return session;
    await this.forget(session);
    return this.signedIn();
  }

  /** Unless somebody else has noticed it already. */
  private async forget(session: Session): Promise<void> {
    if ('password' in this.credentials && (await this.session) === session) this.session = undefined;
  }

  private async signIn(): Promise<Session> {
    if (!('password' in this.credentials)) return { token: this.credentials.token, until: Infinity };
    const { username, password } = this.credentials;
    for (;;) {
      const sent = this.post('/api/directory/sign-in', JSON.stringify({ username, password }), {});
      const answer = await sent.catch((error: unknown) => {
        throw new Error(`${this.url} cannot be reached: ${reasonOf(error)}.`);
      });
      if (answer.status === 200) return sessionOf(answer.body as { readonly token: string });
      if (answer.waitSeconds === undefined) throw new Error(`${username} could not sign in: ${sentenceOf(answer)}`);
      await this.pause(answer.waitSeconds);
    }
  }

  private pause(seconds: number): Promise<void> {
    return setTimeout(seconds * 1000, undefined, { signal: this.stopping });
  }

  private async post(path: string, body: string, headers: Record<string, string>): Promise<Received> {
    const response = await fetch(this.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      signal: AbortSignal.timeout(patienceMs),
    });
    const { status, headers: answered } = response;
    return { status, waitSeconds: waitOf(status, answered.get('retry-after')), body: asJson(await response.text()) };
  }
}

interface Received {
  readonly status: number;
  /** Where the server asks to come again. */
  readonly waitSeconds: number | undefined;
  readonly body: unknown;
}

const waitOf = (status: number, retryAfter: string | null): number | undefined => {
  if (![429, 502, 503, 504].includes(status)) return undefined;
  const seconds = Number(retryAfter ?? 1);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0.2), longestWaitSeconds) : 1;
};

/** A token is renewed after nine tenths of its life, which it tells itself. */
const sessionOf = ({ token }: { readonly token: string }): Session => {
  const { iat, exp } = claimsOf(token);
  const seconds = typeof iat === 'number' && typeof exp === 'number' ? exp - iat : 600;
  return { token, until: Date.now() + Math.max(seconds * 900, 1000) };
};

/** What the server says of a problem: it never repeats a value. */
const sentenceOf = ({ status, body }: Received): string => {
  const { detail, errors } = (body ?? {}) as { readonly detail?: string; readonly errors?: readonly Fault[] };
  const faults = (errors ?? []).map(({ field, message }) => `${field}: ${message}`);
  return [String(status), detail, faults.join('; ')].filter(Boolean).join(' ');
};

interface Fault {
  readonly field: string;
  readonly message: string;
}

const asJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What a token says of itself; the server alone verifies it. */
const claimsOf = (token: string): Readonly<Record<string, unknown>> =>
  (asJson(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) ?? {}) as Record<string, unknown>;

/** Why there was no answer. */
const reasonOf = (error: unknown): string => {
  const { cause } = error as Error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : (error as Error).message;
};

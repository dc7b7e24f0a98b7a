import { randomUUID } from 'node:crypto';
import type { Role, TeamFunction } from '@redress/contracts';
import { derivedId } from '@redress/eventing';
import type { Answer, Client, Platform } from '@redress/service-host/testing';

/** Whom the first start made an account for. */
export const personOf = (role: Role): string => derivedId('person', role);
export const teamOf = (function_: TeamFunction): string => derivedId('team', function_);
export const won = (amountMinor: number): Readonly<Record<string, unknown>> => ({ amountMinor, currency: 'KRW' });

/** Of an answer, as far as a journey looks. */
export type Row = Readonly<Record<string, unknown>>;

export interface Clock extends Row {
  readonly metric: 'first-response' | 'resolution';
  readonly state: string;
  readonly dueAt: string;
}
export interface Notice extends Row {
  readonly kind: string;
  readonly state: string;
  readonly sentAt?: string;
  readonly subject?: string;
  readonly body?: string;
}
export interface Case extends Row {
  readonly owner?: Row & { readonly ownerId: string };
  readonly escalations: readonly Row[];
}
export interface Claim extends Row {
  readonly options: readonly (Row & { readonly ruleId: string })[];
  readonly compensations: readonly (Row & { readonly compensationId: string })[];
}

const hourMs = 3_600_000;

/** Answers the body, or says who was told what instead. */
const accepted = (path: string, { status, body, text }: Answer): Row => {
  if (status >= 300) throw new Error(`${path}: ${status} ${text}`);
  return body as Row;
};

/** What customers and colleagues of a retailer do at the API, and what they see there once everything has followed. */
export const shopOn = (platform: () => Platform) => {
  const settled = (): Promise<void> => platform().settled();
  const get = async (role: Role, path: string): Promise<Row> => {
    await settled();
    return accepted(path, await platform().as(role).get(`/api/${path}`));
  };
  const items = async (role: Role, path: string): Promise<readonly Row[]> =>
    (await get(role, path))['items'] as readonly Row[];
  const does = async (who: Role | Client, path: string, body: object = {}): Promise<Row> => {
    const client = typeof who === 'string' ? platform().as(who) : who;
    const answer = accepted(path, await client.post(`/api/${path}`, body));
    await settled();
    return answer;
  };
  const puts = async (who: Role, path: string, body: object): Promise<Row> => {
    const answer = accepted(path, await platform().as(who).put(`/api/${path}`, body));
    await settled();
    return answer;
  };

  return {
    get,
    items,
    does,
    puts,

    /** The name of the refusal, or the status where it was none. */
    tries: async (who: Role | Client, path: string, body: object = {}): Promise<string | number> => {
      const client = typeof who === 'string' ? platform().as(who) : who;
      const { status, body: answer } = await client.post(`/api/${path}`, body);
      await settled();
      return status === 409 ? String((answer as Row)['reason']) : status;
    },

    /** Taken in by somebody who may say what the shop knows of the order; answers the complaint's id. */
    receives: async (text: string, more: object = {}, by: Role = 'agent'): Promise<string> => {
      const { complaintId } = await does(by, 'intake/complaints', { channel: 'web', text, ...more });
      return String(complaintId);
    },
    /** About the complaint itself: `replies`, `resolve`, `close`. */
    says: (who: Role | Client, id: string, what: string, body: object = {}): Promise<Row> =>
      does(who, `intake/complaints/${id}/${what}`, body),

    complaint: (id: string): Promise<Row> => get('agent', `intake/complaints/${id}`),
    triage: async (id: string): Promise<Case> => (await get('auditor', `triage/complaints/${id}`)) as Case,
    clocks: async (id: string): Promise<Readonly<Record<string, Clock>>> => {
      const clocks = (await get('agent', `sla/complaints/${id}/clocks`)) as unknown as readonly Clock[];
      return Object.fromEntries(clocks.map((clock) => [clock.metric, clock]));
    },
    /** Messages about a complaint, to whomever, in the order in which they were asked for. */
    notices: async (id: string): Promise<readonly Notice[]> =>
      (await get('agent', `notification/complaints/${id}/notices`)) as unknown as readonly Notice[],
    inbox: async (role: Role): Promise<readonly Notice[]> =>
      (await items(role, 'notification/inbox')) as readonly Notice[],
    claim: async (id: string): Promise<Claim> => (await get('agent', `compensation/complaints/${id}`)) as Claim,
    /** Of one complaint. */
    ledger: async (id: string): Promise<readonly Row[]> =>
      (await items('finance', 'compensation/ledger?limit=200')).filter(({ complaintId }) => complaintId === id),
    /** By type, in order. */
    history: async (id: string): Promise<readonly string[]> => {
      const { entries } = await get('auditor', `audit/complaints/${id}/history`);
      return (entries as readonly { readonly type: string }[]).map(({ type }) => type);
    },

    proposes: async (who: Role | Client, id: string, body: object): Promise<string> => {
      const path = `compensation/complaints/${id}/compensations`;
      return `${path}/${String((await does(who, path, body))['compensationId'])}`;
    },

    later: (hours: number): Promise<void> =>
      platform().reaches(new Date(platform().now().getTime() + hours * hourMs).toISOString()),
    reaches: (instant: string): Promise<void> => platform().reaches(instant),

    /** A new colleague, who signs in whenever they do something. */
    hires: async (username: string, more: object): Promise<Client & { readonly personId: string }> => {
      const password = `password of ${randomUUID()}`;
      const person = { username, name: username, locale: 'ko', password, ...more };
      const { personId } = await does('administrator', 'directory/people', person);
      const signedIn = async (): Promise<Client> => {
        const { body } = await platform().anonymous.post('/api/directory/sign-in', { username, password });
        return platform().with({ authorization: `Bearer ${(body as { token: string }).token}` });
      };
      return {
        personId: String(personId),
        get: async (path, headers) => (await signedIn()).get(path, headers),
        post: async (path, body, headers) => (await signedIn()).post(path, body, headers),
        put: async (path, body, headers) => (await signedIn()).put(path, body, headers),
        delete: async (path, headers) => (await signedIn()).delete(path, headers),
      };
    },
  };
};

export type Shop = ReturnType<typeof shopOn>;

/** The kinds of messages to the customer, or to somebody, in their order; of one state where it is named. */
export const kindsOf = (
  notices: readonly Notice[],
  { to, state }: { readonly to?: string; readonly state?: string } = {},
): readonly string[] =>
  notices
    .filter((notice) => notice['personId'] === to && (state === undefined || notice.state === state))
    .map(({ kind }) => kind);

import type { Actor } from '@redress/eventing';

/** What a person may be, as their sign-in token says. */
export const personRoles = [
  'agent',
  'lead',
  'finance',
  'legal',
  'analyst',
  'auditor',
  'administrator',
  'importer',
] as const;
export type PersonRole = (typeof personRoles)[number];

/** `channel` comes with a channel's API key and `customer` with a signed link: neither can be claimed by a sign-in token. */
export type Role = PersonRole | 'channel' | 'customer';

/** Who is asking, once the edge has verified it. */
export interface Caller {
  /** A stable pseudonym: the person's id, `channel:<keyId>`, `customer:<complaintId>`, or `anonymous`. Unique over all kinds. */
  readonly id: string;
  readonly roles: readonly Role[];
  readonly teams: readonly string[];
  readonly kind: 'person' | 'channel' | 'customer' | 'anonymous';
  /** Of a channel's API key: the channel it was issued for. */
  readonly channel?: string;
  /** Of a customer's link: the one complaint that it opens. */
  readonly complaintId?: string;
}

/** Nobody in particular: a customer at the public form. */
export const anonymous: Caller = { id: 'anonymous', roles: [], teams: [], kind: 'anonymous' };

/** Everything about a request that goes into the events it leads to. */
export interface Sender {
  readonly by: Actor;
  /** The same for a resend under the same `Idempotency-Key`; random without one. */
  readonly commandId: string;
  /** Of the body, under the newest secret; only with an `Idempotency-Key`. This one is written into events. */
  readonly requestHash?: string;
  /** The same body under every secret still known, newest first: what an earlier hash is compared with. */
  readonly requestHashes?: readonly string[];
  readonly correlationId: string;
  readonly causationId: string;
  readonly traceparent?: string;
  readonly at: Date;
  /** Imported history: `at` lies in the past. See `historically`. */
  readonly historical: boolean;
}

import type { Token } from '@redress/eventing';
import type { Caller } from './caller.js';

/*
 * What the edge asks of whoever runs it. Each is a provider under its token, in any module of the application; all are
 * optional: without one, its part is not offered.
 */

export const VISIBILITY = Symbol.for('redress.http.Visibility');
/** Lets a query wait until the read models have seen what a command did. */
export interface Visibility {
  /**
   * Settles within a bounded time: `visible` once the service's read models passed the token's position on the
   * partition of its key, `late` when they did not in time, `other-log` when the token is of a log that is not ours.
   * Without a service: of the process as a whole.
   */
  passed(token: Token, service?: string): Promise<'visible' | 'late' | 'other-log'>;
}

export const CASE_READS = Symbol.for('redress.http.CaseReads');
/** Notes who read which case. */
export interface CaseReads {
  /** Rejects when it could not be noted; then nothing is shown. Repeating it within the hour is harmless. */
  record(caller: Caller, complaintId: string, service: string): Promise<void>;
}

export const READINESS = Symbol.for('redress.http.Readiness');
export interface ReadinessPart {
  readonly name: string;
  readonly ready: boolean;
  /** For an operator. Never personal, never a secret: anybody may read it. */
  readonly detail?: string;
}
/** Whether this process should be sent requests. */
export interface Readiness {
  check(): Promise<{ readonly ready: boolean; readonly parts: readonly ReadinessPart[] }>;
}

export const CHANNEL_KEYS = Symbol.for('redress.http.ChannelKeys');
export interface ChannelKey {
  readonly channel: string;
  readonly limits?: { readonly perMinute: number };
}
/** The API keys of channels. A service without them refuses every key. */
export interface ChannelKeys {
  /** `secretSha256` is lower-case hexadecimal. `undefined`: no such key, another secret, or withdrawn. */
  find(keyId: string, secretSha256: string): Promise<ChannelKey | undefined>;
}

export const CUSTOMER_LINKS = Symbol.for('redress.http.CustomerLinks');
/** Which links still open their complaint. A process without them refuses every link. */
export interface LinksInForce {
  /** `false`: the links of this generation were revoked. Exact, never of a moment ago. */
  holds(complaintId: string, generation: number): Promise<boolean>;
}

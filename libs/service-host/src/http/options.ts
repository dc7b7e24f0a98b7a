import type { WallClock } from '@redress/eventing';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Telemetry } from './telemetry.js';

/** One secret of the request hashes. The highest version writes; the others still recognise what they wrote. */
export interface RequestSecret {
  readonly version: number;
  /** At least 32 bytes. */
  readonly secret: string;
}

/** A limit on everything. Times in milliseconds, sizes in bytes, rates per minute and per process. */
export interface HttpLimits {
  readonly bodyBytes: number;
  readonly bodyDepth: number;
  readonly headerBytes: number;
  readonly urlBytes: number;
  /** Of one part of a path. */
  readonly pathPartBytes: number;
  readonly queryParameters: number;
  /** For the whole request to arrive. */
  readonly requestMs: number;
  readonly keepAliveMs: number;
  readonly connections: number;
  /** For a person or a channel's key that has no limit of its own. */
  readonly perCaller: number;
  /** For whoever has a customer's link. */
  readonly perLink: number;
  /** For an address without credentials, reading and writing. */
  readonly anonymousReads: number;
  readonly anonymousWrites: number;
  /** Wrong credentials from one address. */
  readonly failedSignIns: number;
}

export const usualLimits: HttpLimits = {
  bodyBytes: 512 * 1024,
  bodyDepth: 32,
  headerBytes: 16 * 1024,
  urlBytes: 8 * 1024,
  pathPartBytes: 256,
  queryParameters: 64,
  requestMs: 30_000,
  keepAliveMs: 72_000,
  connections: 10_000,
  perCaller: 6_000,
  perLink: 120,
  anonymousReads: 600,
  anonymousWrites: 60,
  failedSignIns: 60,
};

/** What every application needs. */
export interface PlainOptions {
  readonly logger: Logger;
  readonly limits?: Partial<HttpLimits>;
  /** Which proxies may say where a request came from (`X-Forwarded-For`). Nobody, unless told. */
  readonly trustProxy?: boolean | string | readonly string[];
  /** Bodies beside JSON, which reach the controller as a Buffer. */
  readonly uploads?: { readonly types: readonly string[]; readonly bytes: number };
  readonly registry?: Registry;
  readonly telemetry?: Telemetry;
}

export interface HttpOptions extends PlainOptions {
  /** Of the API, for its description. */
  readonly title: string;
  readonly version: string;
  readonly clock: WallClock;
  /** Files with the public keys (JWKS) of sign-in tokens. Read again when they change. */
  readonly publicKeys: string | readonly string[];
  /** The same of customers' links. Absent: none is good here. */
  readonly linkKeys?: string;
  readonly requestSecrets: readonly RequestSecret[];
  /** How long a look at the files of public keys is good for. */
  readonly publicKeysMs?: number;
}

export const limitsOf = ({ limits }: Pick<PlainOptions, 'limits'>): HttpLimits => {
  const all = { ...usualLimits, ...limits };
  for (const [name, value] of Object.entries(all))
    if (!Number.isSafeInteger(value) || value < 1) throw new Error(`The limit ${name} is a positive integer.`);
  return all;
};

/** The stream was deleted for good by somebody: it can be neither read nor continued. */
export class StreamTombstoned extends Error {
  constructor(readonly stream: string) {
    super(`${stream} was tombstoned in EventStoreDB: it can be neither read nor continued.`);
    this.name = 'StreamTombstoned';
  }
}

/** EventStoreDB did not answer, or says that it cannot at present; the same may succeed soon. */
export class EventStoreDbUnreachable extends Error {
  /** As the network says it, for those who tell what passes from what does not. */
  readonly code = 'ETIMEDOUT';
  constructor(what: string, cause: unknown) {
    super(`EventStoreDB did not answer: ${what}.`, { cause });
    this.name = 'EventStoreDbUnreachable';
  }
}

/** The server answered what cannot be; going on from it would do harm. */
export class PromiseBroken extends Error {
  constructor(detail: string) {
    super(`EventStoreDB broke a promise: ${detail}.`);
    this.name = 'PromiseBroken';
  }
}

/** What an error of the client says about the call. */
export type Fate = 'conflict' | 'missing' | 'tombstoned' | 'too-large' | 'refused' | 'unknown';

/** Answers that are about the call itself; the batch stream gives them without a gRPC code. */
const spoken: Readonly<Record<string, Fate>> = {
  'wrong-expected-version': 'conflict',
  'stream-not-found': 'missing',
  'stream-deleted': 'tombstoned',
  'maximum-append-size-exceeded': 'too-large',
  'access-denied': 'refused',
};

/** gRPC codes that say the call was not carried out: invalid argument, permission denied, unimplemented, unauthenticated. */
const refusing = new Set([3, 7, 12, 16]);

/**
 * By what the server said and the gRPC code, never by class: after a server has gone, the client rejects with a bare
 * `Error`. Whatever is not certain is `unknown`.
 */
export const fateOf = (error: unknown): Fate => {
  const { type, code } = error as { readonly type?: unknown; readonly code?: unknown };
  const said = typeof type === 'string' ? spoken[type] : undefined;
  return said ?? (typeof code === 'number' && refusing.has(code) ? 'refused' : 'unknown');
};

import type { Refusal } from '@redress/eventing';

/** The business said no: answered as 409 with the reason. Only the edge throws it; inside, a refusal is a value. */
export class RefusedError extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.detail);
    this.name = 'RefusedError';
  }
}

/** An `Idempotency-Key` came a second time with another body: answered as 422, and nothing was decided. */
export class KeyReusedError extends Error {
  constructor() {
    super('This Idempotency-Key was used before, with another body.');
    this.name = 'KeyReusedError';
  }
}

/** There is no such thing, or none that the caller may know of: answered as 404. */
export class NotThereError extends Error {
  constructor(what: string) {
    super(`There is no such ${what}.`);
    this.name = 'NotThereError';
  }
}

/**
 * For a command about what a request's address names: the refusal that says it does not exist is answered as a 404, any
 * other failure as it is.
 *
 * @example
 * await commands.send(complaint, complaintId, 'Close', data, sender).catch(missing('no-such-complaint', 'complaint'));
 */
export const missing =
  (refused: string, what: string) =>
  (error: unknown): never => {
    if (error instanceof RefusedError && error.refusal.refused === refused) throw new NotThereError(what);
    throw error;
  };

/** Something this service needs is away for a moment: answered as 503 with `Retry-After`. */
export class UnavailableError extends Error {
  constructor(
    readonly part: string,
    readonly retryAfterSeconds = 1,
    options?: ErrorOptions,
  ) {
    super(`${part} is not available at the moment.`, options);
    this.name = 'UnavailableError';
  }
}

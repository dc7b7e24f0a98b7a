import { HttpException } from '@nestjs/common';
import { Conflict, LimitExceeded, OutcomeUnknown } from '@redress/eventing';
import { namedProblem, plainProblem, type Problem, ProblemError } from './problem.js';
import { KeyReusedError, NotThereError, RefusedError, UnavailableError } from './refused.js';
import { isUnavailable } from './unavailable.js';

/** What a caller is told about an error; `undefined` for one that nobody foresaw. */
export const problemOf = (error: unknown): Problem | undefined => {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof RefusedError)
    return namedProblem(409, error.refusal.refused, error.refusal.detail, { reason: error.refusal.refused });
  if (error instanceof KeyReusedError) return namedProblem(422, 'idempotency-key-reused', error.message);
  if (error instanceof NotThereError) return plainProblem(404, error.message);
  if (error instanceof UnavailableError) return away(error.message, error.retryAfterSeconds);
  if (error instanceof OutcomeUnknown)
    return namedProblem(
      503,
      'outcome-unknown',
      'It is not known whether this was recorded. Send it again with the same Idempotency-Key.',
      { headers: { 'retry-after': '1' } },
    );
  if (error instanceof Conflict) return away('Too many others wrote at the same place.', 1);
  if (error instanceof LimitExceeded) return plainProblem(413, error.message);
  const status = statusOf(error);
  if (status !== undefined) return ofStatus(status, error as Error);
  if (isUnavailable(error)) return away('Something this service needs is not available at the moment.', 2);
  return undefined;
};

const away = (detail: string, seconds: number): Problem =>
  namedProblem(503, 'unavailable', detail, { headers: { 'retry-after': String(seconds) } });

const statusOf = (error: unknown): number | undefined => {
  if (error instanceof HttpException) return error.getStatus();
  if (!isFastifyError(error)) return undefined;
  return error.statusCode < 500 ? error.statusCode : undefined;
};

const isFastifyError = (error: unknown): error is Error & { readonly code: string; readonly statusCode: number } =>
  error instanceof Error &&
  String((error as { code?: unknown }).code).startsWith('FST_') &&
  typeof (error as { statusCode?: unknown }).statusCode === 'number';

/** The words of frameworks may repeat what was sent, so they are never passed on; those of a controller are. */
const ofStatus = (status: number, error: Error): Problem | undefined => {
  const inner = isFastifyError(error) ? error : error.cause;
  if (isFastifyError(inner)) {
    if (inner.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' || inner.code === 'FST_ERR_CTP_EMPTY_TYPE')
      return plainProblem(415, 'Send the body as application/json.', { accept: 'application/json' });
    return plainProblem(status, said[status] ?? 'The request cannot be understood.');
  }
  if (status >= 500) return status === 503 ? away('This service is not available at the moment.', 2) : undefined;
  return plainProblem(status, error.message);
};

const said: Readonly<Record<number, string>> = {
  400: 'The request is malformed.',
  404: 'There is nothing at this address.',
  408: 'The request took too long to arrive.',
  413: 'The body is larger than this service accepts.',
  414: 'The address is longer than this service accepts.',
  431: 'The headers are larger than this service accepts.',
};

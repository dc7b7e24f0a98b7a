import { namedProblem, plainProblem, type Problem } from '@redress/service-host';

/** How a service did not answer. */
export type Failure = 'not-reached' | 'no-answer' | 'broken-off' | 'too-large';

const neverArrived = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
]);

/** An error of a connection: either it was never made, or it broke, and then nobody knows how far the request came. */
export const failureOf = (error: unknown): Failure =>
  codesOf(error).some((code) => neverArrived.has(code)) ? 'not-reached' : 'broken-off';

const codesOf = (error: unknown): readonly string[] => {
  if (error instanceof AggregateError) return error.errors.flatMap(codesOf);
  return [String((error as { readonly code?: unknown } | undefined)?.code)];
};

const safe = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);
const again = { headers: { 'retry-after': '2' } };

/** What the caller is told. After a command that may have arrived: that it may be sent again under its key. */
export const problemFor = (failure: Failure, service: string, method: string): Problem => {
  const andThen = safe.has(method)
    ? 'Ask again.'
    : 'It is not known whether this was recorded. Send it again with the same Idempotency-Key.';
  const told: Readonly<Record<Failure, Problem>> = {
    'not-reached': namedProblem(
      503,
      'unavailable',
      `${service} cannot be reached at the moment. Nothing was sent.`,
      again,
    ),
    'no-answer': namedProblem(504, 'no-answer-in-time', `${service} did not answer in time. ${andThen}`, again),
    'broken-off': namedProblem(502, 'broken-off', `The connection to ${service} broke. ${andThen}`, again),
    'too-large': plainProblem(413, 'The body is larger than is accepted here.'),
  };
  return told[failure];
};

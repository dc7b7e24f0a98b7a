type Json = Readonly<Record<string, unknown>>;

const said: Readonly<Record<number, string>> = {
  400: 'Malformed: `errors` names the fields.',
  401: 'No credentials, or none that are valid.',
  403: 'The caller has none of the roles that this needs.',
  404: 'There is no such thing, or none that the caller may know of.',
  409: 'Refused: `reason` says why.',
  410: 'The token or cursor is of a log that is not this one.',
  413: 'The body is too large.',
  414: 'The address is too long.',
  415: 'The body is not JSON in UTF-8.',
  422: 'This Idempotency-Key was used before, with another body.',
  429: 'Too many requests: `Retry-After` says for how long to wait.',
  431: 'The headers are too long.',
  503: 'Not available at the moment: `Retry-After` says when to try again.',
};

const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

/** What every problem means that can be met, each once. */
export const responsesOfProblems = (): Record<string, { description: string; content: typeof content }> =>
  Object.fromEntries(
    Object.entries(said).map(([status, description]) => [`Problem${status}`, { description, content }]),
  );

export const problemMet = (status: number): Json => ({ $ref: `#/components/responses/Problem${status}` });

/** A problem that this operation has reasons of its own for. */
export const problemMetWhen = (status: number, reasons: readonly string[]): Json => ({
  description: [said[status] ?? '', ...reasons].join(' ').trim(),
  content,
});

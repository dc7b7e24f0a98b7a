import type { FastifyReply } from 'fastify';
import { STATUS_CODES } from 'node:http';

export interface FieldFault {
  /** From the body, query or path to the field: `customer.email`, `lines.0.quantity`. */
  readonly field: string;
  readonly message: string;
}

/** What went wrong, for the caller (RFC 9457). Never carries a value that the caller sent. */
export interface Problem {
  readonly status: number;
  /** `/problems/<name>`, or `about:blank` where the status says it all. */
  readonly type: string;
  readonly title: string;
  readonly detail?: string;
  readonly reason?: string;
  readonly errors?: readonly FieldFault[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A problem found at the edge itself. */
export class ProblemError extends Error {
  constructor(
    readonly problem: Problem,
    options?: ErrorOptions,
  ) {
    super(problem.detail ?? problem.title, options);
    this.name = 'ProblemError';
  }
}

/** A problem whose status says it all. */
export const plainProblem = (status: number, detail: string, headers?: Problem['headers']): Problem => ({
  status,
  type: 'about:blank',
  title: STATUS_CODES[status] ?? 'Error',
  detail,
  ...(headers && { headers }),
});

/** A problem with a name of its own: `not-yet-visible` reads "Not yet visible". */
export const namedProblem = (
  status: number,
  name: string,
  detail: string,
  more: Pick<Problem, 'reason' | 'errors' | 'headers'> = {},
): Problem => ({ status, type: `/problems/${name}`, title: sentence(name), detail, ...more });

export const malformed = (detail: string, errors?: readonly FieldFault[]): ProblemError =>
  new ProblemError(namedProblem(400, 'malformed', detail, errors && { errors }));

export const problemType = 'application/problem+json; charset=utf-8';

/** The body of the answer. `instance` names the request, as it stands in the logs. */
export const problemText = ({ headers: _, ...problem }: Problem, requestId: string): string =>
  JSON.stringify({ ...problem, instance: `urn:uuid:${requestId}` });

export const answerProblem = (reply: FastifyReply, problem: Problem, requestId: string): void => {
  void reply
    .code(problem.status)
    .headers({ ...problem.headers, 'cache-control': 'no-store' })
    .type(problemType)
    .send(problemText(problem, requestId));
};

const sentence = (name: string): string => {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

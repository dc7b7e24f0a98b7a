import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { readToken } from '@redress/eventing';
import type { FastifyRequest } from 'fastify';
import { from, type Observable, switchMap } from 'rxjs';
import type { Visibility } from './ports.js';
import { malformed, namedProblem, ProblemError } from './problem.js';
import { serviceOf } from './service-of.js';

/** The parameter of every GET with which a caller sees what a command of theirs did. */
export const waitParameter = 'waitFor';

const longestToken = 1_024;

/** Lets a query wait for the token it names, before anything reads. */
export class Waiting implements NestInterceptor {
  constructor(private readonly visibility: () => Visibility | undefined) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { [waitParameter]: token } = (request.query ?? {}) as Readonly<Record<string, unknown>>;
    if (token === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return next.handle();
    return from(this.wait(token, serviceOf(request))).pipe(switchMap(() => next.handle()));
  }

  private async wait(text: unknown, service: string | undefined): Promise<void> {
    const token = typeof text === 'string' && text.length <= longestToken ? readToken(text) : undefined;
    if (!token)
      throw malformed('waitFor is a token that a command answered.', [
        { field: waitParameter, message: 'must be a token that a command answered' },
      ]);
    const seen = await this.visibility()?.passed(token, service);
    if (seen === 'late')
      throw new ProblemError(
        namedProblem(503, 'not-yet-visible', 'What you wait for is recorded, but cannot be seen yet.', {
          headers: { 'retry-after': '1' },
        }),
      );
    if (seen === 'other-log')
      throw new ProblemError(namedProblem(410, 'other-log', 'This token is of a log that is not this one.'));
  }
}

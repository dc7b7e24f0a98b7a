import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { type Observable, throwError } from 'rxjs';
import { answerProblem, plainProblem, type Problem, ProblemError } from './problem.js';
import { problemOf } from './problem-of.js';
import type { KnownRoutes } from './known-routes.js';
import { traceIdOf } from './trace.js';

/** The one place where errors become answers. Nothing that nobody foresaw is told to the caller, only its incident's id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly routes: KnownRoutes,
  ) {}

  catch(error: unknown, host: ArgumentsHost): Observable<never> | void {
    // A consumer that is not HTTP must hear the failure itself.
    if (host.getType() !== 'http') return throwError(() => error);
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = this.problemFor(error, request);
    if (problem.status >= 500) {
      const message = problem.status === 500 ? 'a request failed unexpectedly' : 'a request could not be served';
      this.logger.error({ requestId: request.id, traceId: traceIdOf(request), error }, message);
    }
    if (reply.sent || reply.raw.headersSent) reply.raw.destroy();
    else answerProblem(reply, problem, request.id);
  }

  private problemFor(error: unknown, request: FastifyRequest): Problem {
    const problem = problemOf(error);
    if (problem && problem.status < 500 && !(error instanceof ProblemError) && isNowhere(request, error))
      return this.routes.nothingAt(request);
    return (
      problem ??
      plainProblem(
        500,
        `Something went wrong on our side. It is noted as incident ${request.id}; nothing else is needed.`,
      )
    );
  }
}

/** No route; or one whose parameter is empty, where the framework serves nothing. */
const isNowhere = ({ is404 }: FastifyRequest, error: unknown): boolean =>
  is404 || (error instanceof Error && /^Cannot [A-Z]+ \//.test(error.message));

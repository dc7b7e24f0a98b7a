import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import { callerOf } from './asked.js';
import type { CaseReads } from './ports.js';
import { serviceOf } from './service-of.js';

const readsKey = 'redress.http.reads-case';

/** This query shows a case: who read it is noted before it is answered. Names the path parameter with the complaint's id. */
export const ReadsCase =
  (parameter: string): MethodDecorator =>
  (_target, _name, descriptor) =>
    Reflect.defineMetadata(readsKey, parameter, descriptor.value as object);

/** After the query succeeded, before its answer leaves. What could not be noted is not shown. Channels and rules are no readers. */
export class NotingReads implements NestInterceptor {
  constructor(private readonly caseReads: () => CaseReads | undefined) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const parameter = Reflect.getMetadata(readsKey, context.getHandler()) as string | undefined;
    if (parameter === undefined || context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        await this.note(request, parameter);
        return answer;
      }),
    );
  }

  private async note(request: FastifyRequest, parameter: string): Promise<void> {
    const caller = callerOf(request);
    if (caller.kind !== 'person') return;
    const complaintId = (request.params as Readonly<Record<string, string | undefined>>)[parameter];
    const [caseReads, service] = [this.caseReads(), serviceOf(request)];
    if (!caseReads || !complaintId || !service)
      throw new Error(`@ReadsCase('${parameter}') needs a provider of CASE_READS, a service and that path parameter.`);
    await caseReads.record(caller, complaintId, service);
  }
}

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { plainProblem, type Problem } from './problem.js';

/** Remembers what can be asked, to tell a wrong method (405) from a wrong address (404). Looked at only when nothing matched. */
export class KnownRoutes {
  private readonly methodsAt = new Map<string, Set<string>>();

  /** Before the routes are registered. */
  listenTo(server: FastifyInstance): void {
    server.addHook('onRoute', ({ method, url }) => {
      const methods = this.methodsAt.get(url) ?? new Set<string>();
      for (const one of [method].flat()) methods.add(one);
      this.methodsAt.set(url, methods);
    });
  }

  /** The address itself is not repeated: it may hold what nobody should read in a screenshot. */
  nothingAt({ url }: FastifyRequest): Problem {
    const parts = (url.split('?', 1)[0] ?? '').split('/');
    const methods = new Set<string>();
    for (const [template, some] of this.methodsAt)
      if (fits(template.split('/'), parts)) for (const method of some) methods.add(method);
    if (methods.size === 0)
      return plainProblem(404, 'There is nothing at this address. What there is: GET /openapi.json.');
    const allow = [...methods].toSorted().join(', ');
    return plainProblem(405, `This address answers to ${allow}.`, { allow });
  }
}

const fits = (template: readonly string[], parts: readonly string[]): boolean =>
  template.length === parts.length &&
  template.every((part, index) => (part.startsWith(':') ? parts[index] !== '' : part === parts[index] && part !== '*'));

import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Readiness } from './ports.js';

export const EDGE = Symbol.for('redress.http.Edge');
/** An `AbortSignal`: aborted once the process began to stop. Streams of live updates end then. */
export const STOPPING = Symbol.for('redress.http.Stopping');
/** The prom-client registry behind `/metrics`, for everybody's measures. */
export const REGISTRY = Symbol.for('redress.http.Registry');

/** What the edge's own pages need. */
export interface Edge {
  readonly logger: Logger;
  readonly registry: Registry;
  readonly stopping: AbortSignal;
  readonly readiness: () => Readiness | undefined;
}

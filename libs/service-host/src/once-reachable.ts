import { createServer, type Server } from 'node:http';
import { isPassing } from '@redress/adapter-postgres';
import type { Logger } from 'pino';

interface Place {
  readonly host: string;
  readonly port: number;
  readonly logger: Logger;
  /** Aborted: nobody waits any more. */
  readonly signal: AbortSignal;
  /** `longerEachTime`, if absent. */
  readonly pause?: (attempt: number) => Promise<void>;
}

/**
 * Opens what a process stands on. While a database, the event store or the broker does not answer it waits, says so in
 * the log and to whoever asks for its health, and tries again; what waiting cannot mend is thrown at once.
 */
export const onceReachable = async <T>(place: Place, open: () => Promise<T>): Promise<T> => {
  const { logger, signal, pause = longerEachTime } = place;
  let waitsFor = '';
  let server: Server | undefined;
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await open();
      } catch (error) {
        if (!isPassing(error)) throw error;
        signal.throwIfAborted();
        waitsFor = sentenceOf(error);
        logger.warn({ err: error, attempt }, 'what this process needs does not answer yet; it waits');
        server ??= await answering(place, () => waitsFor);
        await pause(attempt);
        signal.throwIfAborted();
      }
    }
  } finally {
    await ended(server);
  }
};

/** Half a second, then twice as long each time, up to ten. */
export const longerEachTime = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.min(10_000, 250 * 2 ** attempt)));

/** Where there is no application yet: alive, and not ready. */
const answering = ({ host, port }: Place, waitsFor: () => string): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      const isLive = request.url === '/health/live';
      const waits = { ready: false, parts: [{ name: 'start', ready: false, detail: `it waits: ${waitsFor()}` }] };
      const body = JSON.stringify(isLive ? { alive: true } : waits);
      response.writeHead(isLive ? 200 : 503, {
        'content-type': 'application/json',
        'cache-control': 'no-store',
        'retry-after': '5',
        connection: 'close',
      });
      response.end(body);
    });
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });

const ended = (server: Server | undefined): Promise<void> =>
  new Promise((resolve) => (server ? server.close(() => resolve()) : resolve()));

/** Which machine, which port: where a name has several addresses, what became of each. */
export const sentenceOf = (error: unknown): string => {
  const { message, errors } = error as { readonly message?: string; readonly errors?: readonly unknown[] };
  if (errors && errors.length > 0) return [...new Set(errors.map(sentenceOf))].join('; ');
  return message ?? String(error);
};

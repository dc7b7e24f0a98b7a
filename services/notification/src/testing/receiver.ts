import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real HTTP server on loopback that takes webhooks. */
export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** Answered in this order; after them all are taken. */
  answers(...statuses: readonly number[]): void;
  close(): Promise<void>;
}

export const receiver = async (): Promise<Receiver> => {
  const received: Received[] = [];
  let statuses: number[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
      response.writeHead(statuses.shift() ?? 204, { connection: 'close' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`,
    received,
    answers: (...next) => {
      statuses = [...next];
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};

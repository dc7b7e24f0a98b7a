import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A real HTTP server on loopback that takes every webhook, and remembers under which id it came. */
export interface WebhookTarget {
  readonly url: string;
  /** In the order in which they came. */
  readonly ids: readonly string[];
  close(): Promise<void>;
}

export const webhookTarget = async (): Promise<WebhookTarget> => {
  const ids: string[] = [];
  const server = createServer((request, response) => {
    ids.push(String(request.headers['webhook-id']));
    request.resume().on('end', () => response.writeHead(204, { connection: 'close' }).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`,
    ids,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};

import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A service as far as the gateway is concerned: a real server on loopback. */
export interface Upstream {
  readonly url: string;
  /** How many connections were made to it. */
  readonly connections: () => number;
  /** Heads of the requests that arrived. */
  readonly asked: readonly Pick<IncomingMessage, 'method' | 'url' | 'headers'>[];
  close(): Promise<void>;
}

export const startUpstream = async (listener: RequestListener): Promise<Upstream> => {
  const asked: Pick<IncomingMessage, 'method' | 'url' | 'headers'>[] = [];
  let connections = 0;
  const server: Server = createServer((request: IncomingMessage, response: ServerResponse) => {
    asked.push({ method: request.method, url: request.url, headers: request.headers });
    listener(request, response);
  });
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** An address at which nobody listens. */
export const nobodysUrl = async (): Promise<string> => {
  const upstream = await startUpstream(() => undefined);
  await upstream.close();
  return upstream.url;
};

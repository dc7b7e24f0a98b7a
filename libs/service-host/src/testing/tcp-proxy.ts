import { connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between a process and something it needs, so that the way between them can break. */
export interface TcpProxy {
  readonly port: number;
  /** Ends what is connected; who connects is let through. */
  cut(): void;
  /** Ends what is connected and lets nobody connect, as if nothing were there. */
  close(): Promise<void>;
  /** Nothing gets through, and nobody is told. */
  stall(): void;
  /** Lets everything through again. */
  open(): Promise<void>;
}

/** On loopback, open or closed at first; where it listens is found unless it is said. */
export const tcpProxy = async (
  target: { readonly host: string; readonly port: number },
  first: 'open' | 'closed' = 'open',
  at = 0,
): Promise<TcpProxy> => {
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let stalled = false;
  let port = at;

  const pair = (one: Socket, other: Socket): void => {
    sockets.add(one);
    one.on('data', (chunk) => {
      if (!other.write(chunk)) one.pause();
    });
    other.on('drain', () => {
      if (!stalled) one.resume();
    });
    one.on('close', () => {
      sockets.delete(one);
      other.destroy();
    });
    one.on('error', () => other.destroy());
    if (stalled) one.pause();
  };
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  const listen = (): Promise<void> =>
    new Promise((resolve, reject) => {
      server = createServer((from) => {
        const to = connect(target.port, target.host);
        pair(from, to);
        pair(to, from);
      });
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        const address = server?.address();
        port = typeof address === 'object' && address ? address.port : 0;
        resolve();
      });
    });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      const closing = server;
      server = undefined;
      cut();
      if (closing) closing.close(() => resolve());
      else resolve();
    });

  await listen();
  if (first === 'closed') await close();
  return {
    port,
    cut,
    close,
    stall: () => {
      stalled = true;
      sockets.forEach((socket) => socket.pause());
    },
    open: async () => {
      stalled = false;
      sockets.forEach((socket) => socket.resume());
      if (!server) await listen();
    },
  };
};

import { connect, createServer, type Socket } from 'node:net';

/** A wire to a database that may fail as networks do: without a word. */
export interface Wire {
  readonly url: string;
  /** What is asked arrives; no answer comes back. */
  swallowAnswers(): void;
  /** Nothing arrives, in either direction. */
  hang(): void;
  /** For new connections: what was lost stays lost. */
  heal(): void;
  close(): Promise<void>;
}

export const wireTo = async (databaseUrl: string): Promise<Wire> => {
  const target = new URL(databaseUrl);
  let state: 'well' | 'answers-swallowed' | 'hanging' = 'well';
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname);
    for (const socket of [client, database]) {
      sockets.add(socket);
      // Whoever gave up hangs up; nobody else is told.
      socket.on('error', () => undefined);
    }
    client.on('data', (bytes) => state !== 'hanging' && database.write(bytes));
    database.on('data', (bytes) => state === 'well' && client.write(bytes));
    client.on('close', () => database.destroy());
    database.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(typeof address === 'object' && address ? address.port : 0);
  const dropAll = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    url: url.href,
    swallowAnswers: () => void (state = 'answers-swallowed'),
    hang: () => void (state = 'hanging'),
    heal: () => {
      if (state !== 'well') dropAll();
      state = 'well';
    },
    close: async () => {
      dropAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

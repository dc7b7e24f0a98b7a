import type { Duplex } from 'node:stream';
import type { EventStoreDBClient } from '@eventstore/db-client';

type Creator = (
  service: unknown,
  name: string,
  create: (client: unknown) => Duplex | Promise<Duplex>,
  cache?: WeakMap<object, unknown>,
) => () => Promise<Duplex>;

/**
 * The client keeps who waits for an answer of a batch append in one list of the process. When one stream breaks, all who
 * wait are told so; an answer that comes after that, over another stream, is looked for in vain, which would throw
 * where nobody can catch it and end the process. And writes that wait for a full stream to drain are rejected where
 * nobody listens when it breaks. So late answers are passed over, and writes never wait: what is under way is bounded
 * by those who ask.
 */
export const withSafeBatches = (client: EventStoreDBClient, report: (error: unknown) => void): EventStoreDBClient => {
  const innards = client as unknown as { GRPCStreamCreator: Creator };
  const create = innards.GRPCStreamCreator;
  innards.GRPCStreamCreator = (service, name, creator, cache) =>
    cache
      ? create(service, name, async (grpc) => safe(await creator(grpc), report), cache)
      : create(service, name, creator);
  return client;
};

const safe = (stream: Duplex, report: (error: unknown) => void): Duplex => {
  const listeners = stream.listeners('data') as ((answer: unknown) => void)[];
  stream.removeAllListeners('data');
  for (const listener of listeners)
    stream.on('data', (answer: unknown) => {
      try {
        listener(answer);
      } catch (error) {
        report(error);
      }
    });
  const write = stream.write.bind(stream) as (message: unknown) => boolean;
  Object.assign(stream, {
    write: (message: unknown) => {
      write(message);
      return true;
    },
  });
  return stream;
};

import { randomUUID } from 'node:crypto';
import { jsonEvent, NO_STREAM } from '@eventstore/db-client';
import type { Connection } from './connection.js';
import { EventStoreDbUnreachable, fateOf } from './failures.js';
import { logStream } from './recorded.js';

/**
 * The log's id: the id of the one event of `redress.log`, which whoever comes first has written. Who loses the race, or
 * never hears the answer, reads what stands there.
 */
export const logIdOf = (connection: Connection): (() => Promise<string>) => {
  const { client, collect, within, fromLeader } = connection;
  let known: string | undefined;

  const look = async (): Promise<string | undefined> => {
    const [first] = await collect('reading the id of the log', () =>
      client.readStream(logStream, { maxCount: 1, ...fromLeader }),
    );
    return first?.event?.id;
  };
  const begin = async (): Promise<void> => {
    const event = jsonEvent({ id: randomUUID(), type: 'redress.LogBegun', data: {} });
    await within(
      'writing the id of the log',
      client.appendToStream(logStream, event, { expectedRevision: NO_STREAM, ...fromLeader }),
    ).catch((error: unknown) => {
      if (fateOf(error) !== 'conflict' && fateOf(error) !== 'unknown') throw error;
    });
  };

  return async () => {
    known ??= await look();
    if (known !== undefined) return known;
    await begin();
    known = await look();
    if (known === undefined) throw new EventStoreDbUnreachable('writing the id of the log', undefined);
    return known;
  };
};

import { EventStoreDBClient, type ResolvedEvent, type StreamingRead } from '@eventstore/db-client';
import { withSafeBatches } from './batch-stream.js';
import { EventStoreDbUnreachable, fateOf, StreamTombstoned } from './failures.js';
import { checkedUrl } from './url.js';

/** One client, with a timeout of our own around everything it is asked: it keeps no deadline on a hung server. */
export interface Connection {
  readonly client: EventStoreDBClient;
  /** Rejects with `EventStoreDbUnreachable` when no answer comes in time; what was asked may happen all the same. */
  readonly within: <T>(what: string, asked: Promise<T>) => Promise<T>;
  /**
   * All that a read gives; a missing stream gives nothing. Rejects with `StreamTombstoned`, or with
   * `EventStoreDbUnreachable` when nothing came for the time of a call, or the server cannot answer at present.
   */
  readonly collect: (what: string, open: () => StreamingRead<ResolvedEvent>) => Promise<readonly ResolvedEvent[]>;
  /** Option of every call: what was appended must be seen, so nobody but the leader may answer. */
  readonly fromLeader: { readonly requiresLeader: true };
  close(): Promise<void>;
}

export interface ConnectionOptions {
  readonly url: string;
  readonly report: (error: unknown) => void;
  /** How long to wait for an answer, or for the next part of one. */
  readonly callMs: number;
}

const quiet = (): void => undefined;

/** Throws `WrongEventStoreDbUrl`; connects with the first call. */
export const connect = ({ url, report, callMs }: ConnectionOptions): Connection => {
  const client = withSafeBatches(EventStoreDBClient.connectionString(checkedUrl(url)), report);

  let closed = false;

  const within = async <T>(what: string, asked: Promise<T>): Promise<T> => {
    let timeout: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timeout = setTimeout(() => {
        reject(new EventStoreDbUnreachable(`${what} took longer than ${callMs} ms`, undefined));
      }, callMs);
    });
    try {
      return await Promise.race([asked, late]);
    } finally {
      clearTimeout(timeout);
    }
  };

  const collect = async (what: string, open: () => StreamingRead<ResolvedEvent>): Promise<readonly ResolvedEvent[]> => {
    const reading = open();
    // The client tells of a lost connection also after the read has ended: without a listener that ends the process.
    reading.on('error', quiet);
    const timeout = setTimeout(() => {
      reading.cancel().catch(quiet);
      reading.destroy(new EventStoreDbUnreachable(`${what} took longer than ${callMs} ms`, undefined));
    }, callMs);
    const events: ResolvedEvent[] = [];
    try {
      for await (const event of reading) {
        events.push(event);
        timeout.refresh();
      }
    } catch (error) {
      const fate = fateOf(error);
      if (fate === 'missing') return [];
      if (fate === 'tombstoned') throw new StreamTombstoned((error as { readonly streamName: string }).streamName);
      const isSaid = error instanceof EventStoreDbUnreachable || fate !== 'unknown';
      throw isSaid ? error : new EventStoreDbUnreachable(what, error);
    } finally {
      clearTimeout(timeout);
    }
    // A read that closing breaks off ends as if there were no more.
    if (closed) throw new EventStoreDbUnreachable(`${what} was broken off`, undefined);
    return events;
  };

  return {
    client,
    within,
    collect,
    fromLeader: { requiresLeader: true },
    close: () => {
      closed = true;
      return within('closing', client.dispose()).catch(report);
    },
  };
};

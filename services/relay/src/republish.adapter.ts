import { asking, beginningsOf, growing, isThere, publishLog, resting } from '@redress/adapter-kafka';
import type { Lease } from '@redress/adapter-postgres';
import { beginning } from '@redress/eventing';
import { openRelayDatabase, schema } from './relay-database.adapter.js';
import type { RelayParts } from './relay.adapter.js';

type Parts = Omit<RelayParts, 'watch' | 'log' | 'progressMs' | 'traces'>;

/** A relay that cannot go on holds the lease for moments only; one that publishes does not let go of it. */
const leaseTries = 12;
const sayEvery = 10_000;

/**
 * Fills a topic that was emptied or made anew from the beginning of the log; what it holds of it already is kept.
 * Answers how many events were published. Rejects while a relay publishes, and where the topic holds something else.
 */
export const republish = async (parts: Parts, say: (line: string) => void): Promise<number> => {
  const database = await openRelayDatabase(parts.databaseUrl, parts.store);
  try {
    const lease = await leaseOf(parts.leases, leaseTries);
    if (!lease) throw new Error('A relay publishes to the topic. Stop it if the topic is to be filled anew.');
    try {
      await refuseHalf(parts);
      await database.restart(parts.topic.topic);
      let published = 0;
      let saidAt = 0;
      const sent = (events: number): void => {
        published += events;
        if (published - saidAt < sayEvery) return;
        saidAt = published;
        say(`${published} events …`);
      };
      const { published: from, save } = await database.take(parts.topic.topic);
      await publishLog({ ...parts, published: from, held: lease.held, save, sent, until: 'head' }, resting());
      if (!lease.held()) throw new Error('Another process has taken over: it goes on with it.');
      return published;
    } finally {
      await lease.release();
    }
  } finally {
    await database.close();
  }
};

const leaseOf = async (leases: Parts['leases'], tries: number): Promise<Lease | undefined> => {
  const lease = await leases.acquire(schema, 'publish');
  if (lease !== undefined || tries === 0) return lease;
  await resting().for(growing(4));
  return leaseOf(leases, tries - 1);
};

/** What comes before what a topic begins with cannot be put before it. */
const refuseHalf = async ({ kafka, topic, groupPrefix, store }: Parts): Promise<void> => {
  if (!(await asking(kafka, (admin) => isThere(admin, topic)))) return;
  const beginnings = await beginningsOf(kafka, topic.topic, groupPrefix);
  const [first] = [...beginnings.values()].flatMap(({ position }) => position ?? []).toSorted();
  const [oldest] = await store.readLog(beginning, 1);
  if (first !== undefined && first !== oldest?.position)
    throw new Error(`${topic.topic} begins in the middle of the log. Empty it, and run this again.`);
};

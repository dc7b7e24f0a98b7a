import { setTimeout as pause } from 'node:timers/promises';
import { asking, partitionsOf } from '@redress/adapter-kafka';
import { layouts, liveLeases, moveBus, named, standings } from '@redress/adapter-postgres';
import type { Position } from '@redress/eventing';
import { checkpointOf, openRelayDatabase, schema as relaySchema } from '@redress/relay';
import type { KafkaPlace, Settings } from '@redress/service-host';
import { atBusSite, type BusSite, kafkaAt } from './bus-site.adapter.js';
import { positionShown, type Say } from './operations.adapter.js';

export type Destination =
  | { readonly kind: 'store' }
  | {
      readonly kind: 'kafka';
      /** Its topic and partitions are those to move to. */
      readonly place: KafkaPlace;
    };

const lookEveryMs = 500;

/**
 * From Kafka: holds the relay, and waits until every consumer stands where it ended. Then, from whichever bus, waits until
 * no process lives, and divides anew what was read. Answers after which position the new bus begins. What does not fit
 * rejects, and then nothing has changed.
 */
export const moveTheBus = (settings: Settings, to: Destination, waitMs: number, say: Say): Promise<Position> =>
  atBusSite(settings, async (site) => {
    const services = await layouts(site.pool);
    if (services.size === 0) throw new Error('No service has read anything yet: there is nothing to move.');
    const from = settings.kafka;
    requireLayouts(services, from?.partitions ?? 1);
    if (to.kind === 'kafka') await requireEmpty(to.place, from);
    const until = Date.now() + waitMs;
    const relay = await openRelayDatabase(site.databaseUrl, site.store);
    try {
      if (from) await holdRelay(site, relay, from, services, until, say);
      await nobodyLives(site, from, [...services.keys()], until, say);
      return await moveBus(
        site.pool,
        services,
        to.kind === 'kafka' ? to.place.partitions : 1,
        async (client, least) => {
          await client.query(`delete from ${relaySchema}.holds`);
          if (to.kind === 'store') return;
          await client.query(
            `insert into ${relaySchema}.checkpoints (consumer, partition, log_id, position) values ($1, 0, $2, $3)
           on conflict (consumer, partition) do update set fence = checkpoints.fence + 1, log_id = excluded.log_id,
             position = excluded.position, event_id = null`,
            [checkpointOf(to.place.topic), await site.store.logId(), least],
          );
        },
      );
    } finally {
      if (from) await relay.release(from.topic);
      await relay.close();
    }
  });

const requireLayouts = (services: ReadonlyMap<string, number>, partitions: number): void => {
  for (const [service, noted] of services)
    if (noted !== partitions)
      throw new Error(
        `${service} reads a bus of ${noted} partitions, and the settings say ${partitions}. Run this with the settings that the product has now.`,
      );
};

/** A topic that others have filled would be read as if it followed on. */
const requireEmpty = async (to: KafkaPlace, from: KafkaPlace | undefined): Promise<void> => {
  const { topic, partitions } = to;
  if (topic === from?.topic) throw new Error(`${topic} is the present topic: move to one of another name.`);
  await asking(kafkaAt(to), async (admin) => {
    const found = await partitionsOf(admin, topic);
    if (found === undefined) return;
    if (found !== partitions) throw new Error(`${topic} has ${found} partitions, not ${partitions}.`);
    const bounds = await admin.fetchTopicOffsets(topic);
    if (bounds.some(({ low, high }) => low !== high)) throw new Error(`${topic} is not empty.`);
  });
};

const holdRelay = async (
  { pool }: BusSite,
  relay: Awaited<ReturnType<typeof openRelayDatabase>>,
  { topic }: KafkaPlace,
  services: ReadonlyMap<string, number>,
  until: number,
  say: Say,
): Promise<void> => {
  await relay.hold(topic);
  say('Waiting for the relay to end …');
  const position = await waitFor(until, 'No relay has answered: it has to run, and it was not told to stop.', () =>
    relay.whereHeld(topic),
  );
  say(`It ended at ${positionShown(position)}. Waiting for every consumer to come there …`);
  let behind: readonly string[] = [];
  await waitFor(
    until,
    () =>
      `They have not come to ${positionShown(position)}: ${behind.join(', ')}. Start their services; tables that no build uses go by redress prune.`,
    async () => {
      behind = (await standings(pool, services)).filter((one) => one.position !== position).map(named);
      return behind.length === 0 || undefined;
    },
  );
};

const nobodyLives = async (
  { pool }: BusSite,
  from: KafkaPlace | undefined,
  services: readonly string[],
  until: number,
  say: Say,
): Promise<void> => {
  say('Stop every process of Redress now. Waiting until none is left …');
  let live: readonly string[] = [];
  await waitFor(
    until,
    () => `Processes are still running: ${live.join(', ')}. Nothing has changed.`,
    async () => {
      live = [...(await liveLeases(pool, [...services, relaySchema])), ...(from ? await members(from, services) : [])];
      return live.length === 0 || undefined;
    },
  );
};

/** Groups of these services to which somebody belongs. */
const members = (place: KafkaPlace, services: readonly string[]): Promise<readonly string[]> =>
  asking(kafkaAt(place), async (admin) => {
    const { groups } = await admin.listGroups();
    const ours = groups
      .map(({ groupId }) => groupId)
      .filter((group) => services.some((service) => group.startsWith(`${place.groupPrefix}${service}.`)));
    if (ours.length === 0) return [];
    const described = await admin.describeGroups(ours);
    return described.groups.filter(({ members: found }) => found.length > 0).map(({ groupId }) => groupId);
  });

const waitFor = async <T>(
  until: number,
  sentence: string | (() => string),
  look: () => Promise<T | undefined>,
): Promise<T> => {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error(typeof sentence === 'string' ? sentence : sentence());
    await pause(lookEveryMs);
  }
};

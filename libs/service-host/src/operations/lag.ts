import { checkpointsOf, waitingWorkOf } from '@redress/adapter-postgres';
import type { ConsumerLag, LagShown, ServiceLag } from '@redress/contracts';
import { beginning, type Position } from '@redress/eventing';
import type { RunningService } from '../running-service.js';
import type { Runtime } from '../runtime.js';

/** What one consumer has not passed is counted so far. */
const mostCounted = 10_000;
const pageSize = 1000;

interface Standpoint {
  readonly service: string;
  readonly consumer: string;
  readonly partition: number;
  readonly position: Position;
  behind: number;
  /** When the first event that it has not passed was recorded. */
  since: number | undefined;
}

/** How far every consumer of this process has come, and what of its services' work waits. */
export const lagOf = async (runtime: Runtime): Promise<LagShown> => {
  const { store, clock } = runtime.adapters;
  const points = (await Promise.all(runtime.services.map((service) => standpointsOf(runtime, service)))).flat();
  const head = await store.head();
  const counted = await countBehind(runtime, points, head);
  const now = clock.now();
  // They were started side by side, in an order of chance.
  const inOrder = runtime.services.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const services = inOrder.map(async ({ name, database, notReady }): Promise<ServiceLag> => {
    const { parkedKeys, ...work } = await waitingWorkOf(database.dataSource, name, now);
    const detail = notReady();
    return {
      service: name,
      ready: detail === undefined,
      ...(detail !== undefined && { detail }),
      consumers: points
        .filter(({ service }) => service === name)
        .map(({ consumer, partition, position, behind, since }): ConsumerLag => ({
          consumer,
          partition,
          ...(position !== beginning && { position }),
          eventsBehind: behind,
          orMore: counted < head && position < head,
          secondsBehind: since === undefined ? 0 : Math.max(0, Math.floor((now.getTime() - since) / 1000)),
        })),
      parkedKeys: [...parkedKeys.values()].reduce((sum, keys) => sum + keys, 0),
      ...work,
      timersLateSeconds: Math.floor(work.timersLateSeconds),
    };
  });
  return { ...(head !== beginning && { head }), services: await Promise.all(services) };
};

/** The names of a service's consumers, each with a checkpoint of its own. */
export const consumersOf = ({ act, database }: RunningService): readonly string[] => [
  ...(act ? ['act'] : []),
  ...database.readModels.map(({ name }) => `read ${name}`),
];

const standpointsOf = async (
  { adapters: { store, bus } }: Runtime,
  service: RunningService,
): Promise<readonly Standpoint[]> => {
  const { name, act, read, database } = service;
  const checkpoints = checkpointsOf(name, store);
  const partitions = Array.from({ length: bus.partitions }, (_, partition) => partition);
  const points = consumersOf(service).flatMap((consumer) =>
    partitions.map(async (partition): Promise<Standpoint> => {
      const written = await checkpoints.position(database.dataSource.manager, consumer, partition);
      // Events that a table does not hear are passed at once, and written a little later.
      const passed = (consumer === 'act' ? act : read)?.at(partition) ?? beginning;
      const position = passed > written ? passed : written;
      return { service: name, consumer, partition, position, behind: 0, since: undefined };
    }),
  );
  return Promise.all(points);
};

/** Reads what the last of them has not passed, once for all; answers up to where. */
const countBehind = async (
  { adapters: { store, bus } }: Runtime,
  points: readonly Standpoint[],
  head: Position,
): Promise<Position> => {
  let from = points.reduce((least, { position }) => (position < least ? position : least), head);
  for (let read = 0; from < head && read < mostCounted;) {
    const events = await store.readLog(from, pageSize);
    for (const { position, metadata } of events) {
      const partition = bus.partitionOf(metadata.key);
      for (const point of points)
        if (point.partition === partition && point.position < position) {
          point.behind += 1;
          point.since ??= Date.parse(metadata.recordedAt);
        }
    }
    read += events.length;
    from = events.at(-1)?.position ?? head;
  }
  return from;
};

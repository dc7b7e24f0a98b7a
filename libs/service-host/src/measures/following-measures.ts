import type { Following } from '@redress/adapter-eventstoredb';
import type { EventStore } from '@redress/eventing';
import { Counter, Gauge, type Registry } from 'prom-client';

type Followed = EventStore & { readonly following: () => Following };

const isFollowed = (store: EventStore): store is Followed => 'following' in store;

/** How the subscription to EventStoreDB fares; nothing on another store. */
export const measureFollowing = (registry: Registry, store: EventStore): void => {
  if (!isFollowed(store)) return;
  const registers = [registry];
  new Gauge({
    name: 'redress_eventstoredb_connected',
    help: '1 while the subscription that wakes readers is confirmed, else 0.',
    registers,
    collect() {
      this.set(store.following().connected ? 1 : 0);
    },
  });
  new Gauge({
    name: 'redress_eventstoredb_behind_bytes',
    help: 'Bytes of the log that are known of and that the subscription has not told of.',
    registers,
    collect() {
      this.set(Number(store.following().behind));
    },
  });
  new Counter({
    name: 'redress_eventstoredb_resubscribed_total',
    help: 'How often the subscription was taken up again after it broke off.',
    registers,
    collect() {
      this.reset();
      this.inc(store.following().resubscribed);
    },
  });
};

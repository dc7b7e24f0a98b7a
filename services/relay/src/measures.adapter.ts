import { beginning, type EventStore, type Position, type WallClock } from '@redress/eventing';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Watch } from './relay.adapter.js';

/** What is published, in the registry behind `/metrics`. */
export const measured = (registry: Registry, store: EventStore, clock: WallClock): Watch => {
  const registers = [registry];
  const events = new Counter({
    name: 'redress_relay_events_total',
    help: 'Events that this process has published.',
    registers,
  });
  const progress = new Counter({
    name: 'redress_relay_progress_total',
    help: 'Records of progress that this process has published.',
    registers,
  });
  const publishing = new Gauge({
    name: 'redress_relay_publishing',
    help: '1 in the process that publishes, 0 in one that stands by.',
    registers,
  });
  let position: Position = beginning;
  new Gauge({
    name: 'redress_relay_lag_seconds',
    help: 'Age of the first event that is not published, as far as this process has published any.',
    registers,
    async collect() {
      const next = position === beginning ? undefined : await nextAfter(store, position);
      this.set(next === undefined ? 0 : Math.max(0, (clock.now().getTime() - next) / 1000));
    },
  });
  return {
    sent: (ofEvents, ofProgress) => {
      events.inc(ofEvents);
      progress.inc(ofProgress);
    },
    saved: (last) => (position = last.position),
    publishes: (state) => {
      publishing.set(state === 'publishing' ? 1 : 0);
      // Another process goes on from here: what was known of it is stale.
      if (state === 'standing-by') position = beginning;
    },
  };
};

/** While the store is away there is nothing to tell, and the other measures stand. */
const nextAfter = (store: EventStore, position: Position): Promise<number | undefined> =>
  store.readLog(position, 1).then(
    ([next]) => (next ? Date.parse(next.metadata.recordedAt) : undefined),
    () => undefined,
  );

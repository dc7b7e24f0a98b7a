import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { readOnce } from '@redress/adapter-postgres';
import { beginning, type EventStore, type StoredEvent } from '@redress/eventing';
import { STOPPING } from '../http/edge.js';
import { Runtime } from '../runtime.js';
import { feedSteps, usualPace } from './feed-steps.js';
import { sseWriting } from './feed-text.js';
import { type Place, readLogCursor, start } from './log-cursor.js';
import { OpenFeeds } from './open-feeds.js';
import { Pulled } from './pulled.js';

export interface ChangesWanted {
  /** Whose tables must show a change before it is told. */
  readonly service: string;
  /** Who reads, for the limit of feeds that one may read at once. */
  readonly callerId: string;
  /** A cursor that was answered before; from now on without one. */
  readonly from?: string | undefined;
  /** What is told of an event; `undefined` for what concerns nobody. Nothing personal: nobody notes who reads it. */
  readonly tells: (event: StoredEvent) => object | undefined;
}

/** A screen for each of many people, and a few for one. */
const limits = { perCaller: 10, inAll: 5_000 } as const;
const lookMs = 1_000;

/**
 * What a service's tables show anew, as server-sent events. It follows the log, which is one order for every replica and
 * every partition, so that an id is one cursor and nothing can be skipped; and it tells of an event only once the tables
 * have passed it, so that whoever then asks sees it.
 */
@Injectable()
export class ChangeFeed {
  private readonly feeds = new OpenFeeds(limits);
  /** Those who follow the end of the log read it together. */
  private readonly tail: EventStore;

  constructor(
    private readonly runtime: Runtime,
    @Inject(STOPPING) private readonly stopping: AbortSignal,
  ) {
    this.tail = readOnce(runtime.adapters.store, usualPace.pageSize);
  }

  /** Rejects with a problem: 400 for what is no cursor, 410 for one of another log, 429 beyond the limits. */
  async open({ service, callerId, from, tells }: ChangesWanted): Promise<Readable> {
    const { store, logger } = this.runtime.adapters;
    const [logId, after] = await Promise.all([store.logId(), from ? readLogCursor(store, from) : this.now()]);
    const leave = this.feeds.enter(callerId);
    const gone = new AbortController();
    const ending = AbortSignal.any([gone.signal, this.stopping]);
    const steps = feedSteps({
      store: this.tail,
      after,
      takes: (event) => tells(event) !== undefined,
      limit: Infinity,
      until: 'follow',
      gone: gone.signal,
      stopping: this.stopping,
      pace: usualPace,
    });
    const text = async function* (this: ChangeFeed): AsyncGenerator<string, void> {
      yield sseWriting.opening;
      for await (const step of steps) {
        if (step.kind !== 'events') {
          yield sseWriting.progress(logId, step.upTo, step.kind === 'end' ? step.endedBy : undefined);
          continue;
        }
        if (!(await this.shown(service, step.events, ending))) return;
        yield step.events.map((event) => sseWriting.event(logId, event, JSON.stringify(tells(event)))).join('');
      }
    };
    const stream = new Pulled(text.call(this), () => {
      gone.abort();
      leave();
    });
    return stream.once('error', (error) => logger.error({ error }, 'a feed of changes broke off'));
  }

  /** The end of the log. */
  private async now(): Promise<Place> {
    const { store } = this.runtime.adapters;
    const head = await store.head();
    const last = head === beginning ? undefined : await store.at(head);
    return last ? { position: last.position, eventId: last.id } : start;
  }

  /** Resolves once the tables have passed these events; `false` where nobody waits any more. */
  private async shown(service: string, events: readonly StoredEvent[], ending: AbortSignal): Promise<boolean> {
    const { bus } = this.runtime.adapters;
    const read = this.runtime.services.find(({ name }) => name === service)?.read;
    const last = new Map(events.map(({ metadata, position }) => [bus.partitionOf(metadata.key), position]));
    for (const [partition, position] of last)
      while (read && !(await read.waitFor(partition, position, lookMs))) if (ending.aborted) return false;
    return true;
  }
}

import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { readOnce } from '@redress/adapter-postgres';
import { catalogue } from '@redress/contracts';
import type { EventStore, StoredEvent } from '@redress/eventing';
import { STOPPING } from '../http/edge.js';
import { Runtime } from '../runtime.js';
import { feedSteps, usualPace } from './feed-steps.js';
import { type FeedFormat, feedText } from './feed-text.js';
import { readLogCursor, start } from './log-cursor.js';
import { OpenFeeds } from './open-feeds.js';
import { openedData } from './opened-data.js';
import { Pulled } from './pulled.js';

export interface FeedWanted {
  readonly format: FeedFormat;
  /** Who reads, for the limit of feeds that one may read at once. */
  readonly callerId: string;
  /** A cursor that was answered before; from the beginning without one. */
  readonly from?: string | undefined;
  readonly takes: (event: StoredEvent) => boolean;
  readonly limit?: number | undefined;
  /** `sealed`: personal fields as they are published. `opened`: in clear, `null` of those who were forgotten. */
  readonly personal: 'sealed' | 'opened';
  /** Awaited before each page leaves; what it rejects is not shown. */
  readonly noting?: (() => Promise<void>) | undefined;
}

/** The whole log for readers outside: every event once, in order, as CloudEvents. */
@Injectable()
export class LogFeed {
  private readonly feeds = new OpenFeeds();
  /** Those who follow the end of the log read it together. */
  private readonly tail: EventStore;

  constructor(
    private readonly runtime: Runtime,
    @Inject(STOPPING) private readonly stopping: AbortSignal,
  ) {
    this.tail = readOnce(runtime.adapters.store, usualPace.pageSize);
  }

  /**
   * A stream of text that reads the log as fast as it is read itself. Rejects with a problem: 400 for what is no cursor,
   * 410 for one of another log, 429 beyond the limits. A stream that fails later is destroyed, and says nothing at its end.
   */
  async open({ format, callerId, from, takes, limit, personal, noting }: FeedWanted): Promise<Readable> {
    const { store, clock, logger, personal: people } = this.runtime.adapters;
    const [logId, after] = await Promise.all([store.logId(), from === undefined ? start : readLogCursor(store, from)]);
    const reading =
      format === 'sse' ? { store: this.tail, until: 'follow' as const } : { store, until: await store.head() };
    const leave = this.feeds.enter(callerId);
    const gone = new AbortController();
    const open = personal === 'opened' ? openedData(catalogue.shapes, people) : async () => ofStored;
    const steps = feedSteps({
      ...reading,
      after,
      takes,
      limit: limit ?? Infinity,
      gone: gone.signal,
      stopping: this.stopping,
      pace: usualPace,
    });
    const text = feedText(steps, {
      format,
      logId,
      now: () => clock.now(),
      dataOf: async (events) => {
        await noting?.();
        return open(events);
      },
    });
    const stream = new Pulled(text, () => {
      gone.abort();
      leave();
    });
    return stream.once('error', (error) => logger.error({ error }, 'a feed broke off'));
  }
}

const ofStored = ({ data }: StoredEvent): string => data;

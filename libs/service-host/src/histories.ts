import { type AnyDecider, type Recorded, streamOf, type Stretch } from '@redress/eventing';
import type { Reach } from '@redress/privacy';
import { Runtime } from './runtime.js';
import { Injectable } from '@nestjs/common';

const pageSize = 2000;

/** What happened in a stream, for "as of" views and audits: with personal fields, for those who may see them. */
@Injectable()
export class Histories {
  constructor(private readonly runtime: Runtime) {}

  /**
   * Up to what was known at an instant: events recorded later are left out, imported ones by when they happened.
   * `kept-by-law` is for lawyers and auditors: it also opens what the law keeps of forgotten customers.
   */
  of(decider: AnyDecider, id: string, at?: Date, reach?: Reach): Promise<readonly Recorded[]> {
    return this.ofStream(streamOf(decider, id), at, reach);
  }

  async ofStream(stream: string, at?: Date, reach?: Reach): Promise<readonly Recorded[]> {
    const { adapters, reading } = this.runtime;
    const events: Recorded[] = [];
    for (let from = 0n; ;) {
      const page = await adapters.store.read(stream, from, pageSize);
      events.push(...(await reading.opened(page, reach)));
      const last = page.at(-1);
      if (!last || page.length < pageSize) break;
      from = last.revision + 1n;
    }
    return at ? events.filter((event) => knownAt(event) <= at) : events;
  }

  /**
   * The same of parts of streams, as one story in the order of the log: for whoever noted where it is told, also in
   * streams that tell of much else. Of streams that are told further, only what was noted.
   */
  async ofStretches(stretches: readonly Stretch[], at?: Date, reach?: Reach): Promise<readonly Recorded[]> {
    const { adapters, reading } = this.runtime;
    const stored = await Promise.all(
      stretches.flatMap(({ stream, first, last }) =>
        pagesOf(first, last).map(([from, count]) => adapters.store.read(stream, BigInt(from), count)),
      ),
    );
    const events = await reading.opened(stored.flat(), reach);
    const known = at ? events.filter((event) => knownAt(event) <= at) : events;
    return known.toSorted((a, b) => (a.position < b.position ? -1 : 1));
  }
}

const pagesOf = (first: number, last: number): readonly (readonly [from: number, count: number])[] =>
  Array.from({ length: Math.ceil((last - first + 1) / pageSize) }, (_, page) => {
    const from = first + page * pageSize;
    return [from, Math.min(pageSize, last - from + 1)];
  });

/** Since when an event counts as known. */
export const knownAt = ({ historical, occurredAt, recordedAt }: Recorded): Date =>
  historical ? occurredAt : recordedAt;

import type { StoredEvent } from './event-store.js';
import type { Position } from './event.js';

/** Part of what has happened, in order: events of one partition, none missing between two batches. */
export interface Batch {
  readonly partition: number;
  readonly events: readonly StoredEvent[];
  /** Everything of this partition up to here has been delivered, also when nothing in it was new. */
  readonly upTo: Position;
  /** Of a bus that has offsets: where the next batch begins. Opaque, and to be kept with `upTo`. */
  readonly offset?: string;
}

/** How far a consumer has come on a partition. */
export interface Standpoint {
  /** Everything up to here is done. */
  readonly position: Position;
  /** The `offset` of the last batch of which all was done. It may be older than the position, or of another bus: the bus looks before it trusts it. */
  readonly offset?: string;
}

/** One that reads the whole log, a partition at a time. */
export interface Consumer {
  /** One assignment per partition among all that share the name. */
  readonly name: string;
  /** The partition is ours now, or asked for again: answers after what to deliver. */
  readonly assigned: (partition: number) => Promise<Standpoint>;
  /** It is not ours any more; what was begun will be refused by its fence. */
  readonly revoked: (partition: number) => void;
  /**
   * Rejects: the same batch comes again, after a growing pause; with `Fenced`, only after it was assigned anew; with
   * `ConsumerEnded`, nothing comes any more. Batches of one partition never overlap.
   */
  readonly handle: (batch: Batch) => Promise<void>;
  /** The bus itself cannot go on: nothing comes any more. */
  readonly ended?: (reason: ConsumerEnded) => void;
}

/** Going on would do harm; an operator has to act first. */
export class ConsumerEnded extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ConsumerEnded';
  }
}

/** Another process has taken the partition over: what this one began is void. */
export class Fenced extends Error {
  constructor(consumer: string, partition: number) {
    super(`${consumer} is no longer this process's to move on partition ${partition}.`);
    this.name = 'Fenced';
  }
}

export interface Delivery {
  /** Lets the batch at hand finish, then delivers no more. */
  stop(): Promise<void>;
}

/** Carries the log to consumers: at least once, per partition in the order of the log. Every adapter passes `eventBusContract`. */
export interface EventBus {
  readonly partitions: number;
  partitionOf(key: string): number;
  deliver(consumer: Consumer): Promise<Delivery>;
  close(): Promise<void>;
}

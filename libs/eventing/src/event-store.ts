import type { Actor, Position } from './event.js';

/** What is stored beside an event's data, as JSON. Instants are ISO 8601 in UTC. */
export interface Metadata {
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly by: Actor;
  readonly commandId: string;
  readonly requestHash?: string;
  readonly key: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly traceparent?: string;
  readonly subject?: string;
  readonly historical?: true;
  /** Where the event stands from which a rule made this one, if both have the same key. */
  readonly follows?: Position;
}

/** An event in the form in which it is stored: personal fields encrypted, `data` the exact bytes. */
export interface EventToAppend {
  /** A UUID that follows from the command, so that a repetition is recognised. */
  readonly id: string;
  /** `<service>.<Name>` */
  readonly type: string;
  readonly version: number;
  /** JSON */
  readonly data: string;
  readonly metadata: Metadata;
}

export interface StoredEvent extends EventToAppend {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: Position;
}

/** The revision of a stream without events. */
export const noStream = -1n;

export interface Append {
  readonly stream: string;
  /** The revision the stream has now, exactly; `noStream` when it must not exist. There is no "any". */
  readonly expected: bigint;
  readonly events: readonly EventToAppend[];
}

export interface Appended {
  /** Of its last event. */
  readonly revision: bigint;
  /** Of its last event. */
  readonly position: Position;
  /** These very events stood there already: the answer to an append whose first answer was lost. */
  readonly repeated: boolean;
}

/** Limits that hold on every store, counted in bytes as stored (ciphertext is a third longer than its text). */
export const limits = { appendBytes: 1_048_576, appendEvents: 500, streamNameBytes: 512 } as const;

/** The source of truth. Every adapter passes `eventStoreContract`. */
export interface EventStore {
  /** Written when the log was made; another id is another log, whatever the positions say. */
  logId(): Promise<string>;
  /**
   * All events or none, at exactly the expected revision.
   * Rejects with `Conflict` (somebody else was first), `LimitExceeded` (before anything is sent), or `OutcomeUnknown`
   * (it may or may not have happened: send the same append again). Always settles within the store's deadline.
   */
  append(append: Append): Promise<Appended>;
  /** In revision order, from a revision on; an unknown stream has no events. */
  read(stream: string, from?: bigint, limit?: number): Promise<readonly StoredEvent[]>;
  /** Of the last event, or `noStream`. */
  revision(stream: string): Promise<bigint>;
  /** The events after a position in the order of the log, none of them skipped, however late another writer commits. */
  readLog(after: Position, limit: number): Promise<readonly StoredEvent[]>;
  /** The event that stands at exactly this position, if one does. */
  at(position: Position): Promise<StoredEvent | undefined>;
  /** Of the last event; `beginning` when there is none. */
  head(): Promise<Position>;
  /** Calls when something was appended, by whomever: a hint, so that readers need not wait for their next look. */
  onAppended(wake: () => void): () => void;
  close(): Promise<void>;
}

/** Somebody else appended first. */
export class Conflict extends Error {
  constructor(
    readonly stream: string,
    readonly expected: bigint,
    readonly actual: bigint,
  ) {
    super(`${stream} is at revision ${actual}, not ${expected}.`);
    this.name = 'Conflict';
  }
}

/** The store did not answer. Only sending the identical append again tells what happened. */
export class OutcomeUnknown extends Error {
  constructor(stream: string, cause: unknown) {
    super(`It is not known whether the append to ${stream} happened.`, { cause });
    this.name = 'OutcomeUnknown';
  }
}

export class LimitExceeded extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = 'LimitExceeded';
  }
}

/** What a store keeps beside the metadata of an event: its version, and which call appended it. */
const besideBytes = 80;

/** What an append weighs against `limits.appendBytes`, as the strictest store counts: there a type's letters are two bytes each. */
export const bytesOf = ({ events }: Append): number =>
  events.reduce(
    (sum, { data, metadata, type }) =>
      sum + Buffer.byteLength(data) + Buffer.byteLength(JSON.stringify(metadata)) + 2 * type.length + besideBytes,
    0,
  );

/** Refuses what no store would take, before it can spoil an append of somebody else. */
export const checkLimits = (append: Append): void => {
  if (append.events.length === 0) throw new LimitExceeded('An append needs at least one event.');
  if (append.events.length > limits.appendEvents)
    throw new LimitExceeded(`An append may hold ${limits.appendEvents} events, not ${append.events.length}.`);
  if (Buffer.byteLength(append.stream) > limits.streamNameBytes)
    throw new LimitExceeded(`A stream's name may have ${limits.streamNameBytes} bytes.`);
  const bytes = bytesOf(append);
  if (bytes > limits.appendBytes)
    throw new LimitExceeded(`An append may have ${limits.appendBytes} bytes as stored, not ${bytes}.`);
};

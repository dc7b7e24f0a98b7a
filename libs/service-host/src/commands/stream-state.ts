import {
  type AnyDecider,
  beginning,
  type Cause,
  type Codec,
  type EventStore,
  fold,
  type Metadata,
  noStream,
  type Position,
  type StoredEvent,
} from '@redress/eventing';

/** What a command of the past left behind. */
export interface CarriedOut {
  readonly requestHash: string | undefined;
  /** Of its last event, which stands on the partition of `key`. */
  readonly position: Position;
  readonly key: string;
  /** When it was recorded, in milliseconds. */
  readonly at: number;
}

/** A stream as folded up to a revision, with the commands that it remembers. */
export interface StreamState {
  readonly revision: bigint;
  /** Of its last event. */
  readonly eventId: string;
  /** Of its last event. */
  readonly position: Position;
  /** Of its last event: whose partition carries it. */
  readonly key: string;
  readonly state: unknown;
  /** Grows with the stream: only whoever appends to the stream writes to it. */
  readonly commands: Map<string, CarriedOut>;
  /** By key: the last of its events from which a rule made something of this stream. */
  readonly followed: Map<string, Position>;
}

const pageSize = 5000;

/** Reads on from what is known, or from the beginning. */
export const readOn = async (
  store: EventStore,
  codec: Codec,
  decider: AnyDecider,
  stream: string,
  known: StreamState = {
    revision: noStream,
    eventId: '',
    position: beginning,
    key: '',
    state: decider.initial as unknown,
    commands: new Map(),
    followed: new Map(),
  },
): Promise<StreamState> => {
  const page = await store.read(stream, known.revision + 1n, pageSize);
  const after = page.length === 0 ? known : foldStored(codec, decider, known, page);
  return page.length < pageSize ? after : readOn(store, codec, decider, stream, after);
};

const foldStored = (
  codec: Codec,
  decider: AnyDecider,
  known: StreamState,
  page: readonly StoredEvent[],
): StreamState => {
  const events = page.flatMap((stored) => codec.decode(stored) ?? []);
  const [commands, followed] = [new Map(known.commands), new Map(known.followed)];
  for (const { metadata } of page) note(followed, metadata);
  for (const { metadata, position } of page)
    commands.set(metadata.commandId, {
      requestHash: metadata.requestHash,
      position,
      key: metadata.key,
      at: Date.parse(metadata.recordedAt),
    });
  return {
    revision: page.at(-1)?.revision ?? known.revision,
    eventId: page.at(-1)?.id ?? known.eventId,
    position: page.at(-1)?.position ?? known.position,
    key: page.at(-1)?.metadata.key ?? known.key,
    state: fold(decider, events as never, known.state as never) as unknown,
    commands,
    followed,
  };
};

/** What an event shows to have been followed. */
export const note = (followed: Map<string, Position>, { key, follows }: Metadata): void => {
  if (follows !== undefined && follows > (followed.get(key) ?? beginning)) followed.set(key, follows);
};

/**
 * The stream shows that a later event of the same key was followed: this one was before, and came to nothing, or it would
 * have been found. Decided again on what has happened since, it could come to something.
 */
export const wasFollowed = ({ followed }: StreamState, { asOf, asOfKey }: Cause): boolean =>
  asOf !== undefined && asOfKey !== undefined && (followed.get(asOfKey) ?? asOf) > asOf;

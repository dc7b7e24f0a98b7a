import { binaryEvent, type EventData, type RecordedEvent, type ResolvedEvent } from '@eventstore/db-client';
import type { EventToAppend, Metadata, Position, StoredEvent } from '@redress/eventing';
import { positionOf } from './positions.js';

/** What is kept beside an event's metadata of the kernel. */
interface Kept extends Metadata {
  readonly version: number;
  /** Names the call that appended it: the server answers a repetition as it answered the first time. */
  readonly attempt: string;
}

/** An event as it was found, with the call that it came by. */
export interface Found {
  readonly event: StoredEvent;
  readonly attempt: string;
}

/**
 * As bytes that the server does not look into: as JSON, the client would parse and word it anew, and hashes of what is
 * stored would not last.
 */
export const toWire = ({ id, type, version, data, metadata }: EventToAppend, attempt: string): EventData =>
  binaryEvent({ id, type, data: Uint8Array.from(Buffer.from(data)), metadata: { version, attempt, ...metadata } });

/** The stream that holds the log's id; not an event of the log. */
export const logStream = 'redress.log';

/** `undefined` for what the server itself, or another program, has written: it is no event of this log. */
export const fromWire = ({ event }: ResolvedEvent): Found | undefined => {
  const kept = event && keptIn(event);
  if (!kept || !(event.data instanceof Uint8Array)) return undefined;
  const { version, attempt, ...metadata } = kept;
  return {
    attempt,
    event: {
      stream: event.streamId,
      revision: event.revision,
      position: positionOf(event.position),
      id: event.id,
      type: event.type,
      version,
      data: Buffer.from(event.data).toString(),
      metadata,
    },
  };
};

/** Where an event of this log stands, and by which call it came. */
export interface Trace {
  readonly position: Position;
  readonly id: string;
  readonly revision: bigint;
  readonly attempt: string;
}

/** `undefined` for what is no event of this log. */
export const traceOf = ({ event }: ResolvedEvent): Trace | undefined => {
  const kept = event && keptIn(event);
  if (!kept) return undefined;
  const { id, revision, position } = event;
  return { id, revision, position: positionOf(position), attempt: kept.attempt };
};

const keptIn = ({ streamId, type, metadata }: RecordedEvent): Kept | undefined => {
  if (streamId.startsWith('$') || type.startsWith('$') || streamId === logStream) return undefined;
  const kept = metadata as Partial<Kept> | undefined;
  const isOurs =
    typeof kept?.version === 'number' && typeof kept.attempt === 'string' && typeof kept.commandId === 'string';
  return isOurs ? (kept as Kept) : undefined;
};

import { Metadata, status, type StatusObject } from '@grpc/grpc-js';
import sharedProtos from '@eventstore/db-client/generated/shared_pb.js';
import type { Empty, StreamIdentifier } from '@eventstore/db-client/generated/shared_pb.js';
import streamsProtos from '@eventstore/db-client/generated/streams_pb.js';
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Expected, KeptEvent } from './kept-log.js';

export const empty = (): Empty => new sharedProtos.Empty();

export const named = (stream: string): StreamIdentifier => {
  const identifier = new sharedProtos.StreamIdentifier();
  identifier.setStreamName(Uint8Array.from(Buffer.from(stream)));
  return identifier;
};
export const nameIn = (identifier: StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString();

/** .NET counts time in steps of 100 nanoseconds. */
const created = (): string => (BigInt(Date.now()) * 10_000n).toString();

export const eventMessage = (event: KeptEvent): ReadResp => {
  const record = new streamsProtos.ReadResp.ReadEvent.RecordedEvent();
  const id = new sharedProtos.UUID();
  id.setString(event.id);
  record.setId(id);
  record.setStreamIdentifier(named(event.stream));
  record.setStreamRevision(event.revision.toString());
  record.setCommitPosition(event.position.toString());
  record.setPreparePosition(event.position.toString());
  record.getMetadataMap().set('type', event.type).set('content-type', event.contentType).set('created', created());
  record.setCustomMetadata(event.metadata);
  record.setData(event.data);
  const read = new streamsProtos.ReadResp.ReadEvent();
  read.setEvent(record);
  read.setCommitPosition(event.position.toString());
  const message = new streamsProtos.ReadResp();
  message.setEvent(read);
  return message;
};

export const missingMessage = (stream: string): ReadResp => {
  const missing = new streamsProtos.ReadResp.StreamNotFound();
  missing.setStreamIdentifier(named(stream));
  const message = new streamsProtos.ReadResp();
  message.setStreamNotFound(missing);
  return message;
};

export const confirmationMessage = (id: string): ReadResp => {
  const confirmation = new streamsProtos.ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(id);
  const message = new streamsProtos.ReadResp();
  message.setConfirmation(confirmation);
  return message;
};

export const checkpointMessage = (position: bigint): ReadResp => {
  const checkpoint = new streamsProtos.ReadResp.Checkpoint();
  checkpoint.setCommitPosition(position.toString());
  checkpoint.setPreparePosition(position.toString());
  const message = new streamsProtos.ReadResp();
  message.setCheckpoint(checkpoint);
  return message;
};

/** An error as EventStoreDB gives it: what happened stands in the trailing metadata. */
export const problem = (
  exception: string,
  details: Readonly<Record<string, string>>,
  code = status.FAILED_PRECONDITION,
): StatusObject => {
  const metadata = new Metadata();
  metadata.set('exception', exception);
  for (const [name, value] of Object.entries(details)) metadata.set(name, value);
  return { code, details: exception, metadata };
};

export const unavailable = (): StatusObject => ({
  code: status.UNAVAILABLE,
  details: 'The server is not ready.',
  metadata: new Metadata(),
});

/** Which of the ways to say what revision is expected a request has taken. */
export interface Expecting {
  hasAny(): boolean;
  hasNoStream(): boolean;
  hasStreamExists?(): boolean;
}

export const expectedIn = (options: Expecting, revision: string): Expected => {
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasStreamExists?.()) return 'exists';
  return options.hasAny() ? 'any' : BigInt(revision);
};

import { randomUUID } from 'node:crypto';
import type { EventHeader, Metadata, Position, ProgressHeader, StoredEvent } from '@redress/eventing';

/** A record as it is sent. A key of `null` is none. */
export interface Outgoing {
  readonly key: string | null;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A record as it was fetched. A header that stands twice comes as a list. */
export interface Incoming {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>> | undefined;
}

/** What a record turned out to be. */
export type Arrived =
  | { readonly kind: 'event'; readonly logId: string; readonly position: Position; readonly event: StoredEvent }
  | { readonly kind: 'progress'; readonly logId: string; readonly position: Position }
  /** Nothing of ours, or nothing that can be read. */
  | { readonly kind: 'foreign'; readonly why: string };

const specVersion = '1.0';
const mediaType = 'application/json';
const progressType = 'redress.progress';

/** An event as the AsyncAPI document describes it. Rejects a role with a comma, which could not be told from two. */
export const encodeEvent = (event: StoredEvent, logId: string): Outgoing => {
  const { id, type, version, stream, revision, position, data, metadata } = event;
  const { key, by, requestHash, traceparent, subject, historical } = metadata;
  if (by.roles.some((role) => role === '' || role.includes(',')))
    throw new Error(`A role of ${by.id} has a comma or no letters, and cannot be published.`);
  const headers: Record<EventHeader, string | undefined> = {
    ce_specversion: specVersion,
    ce_id: id,
    ce_type: type,
    ce_source: `/redress/${type.split('.', 1).join('')}`,
    ce_subject: stream,
    ce_time: metadata.occurredAt,
    ce_dataschema: `redress:event:${type}:${version}`,
    'content-type': mediaType,
    ce_dataversion: String(version),
    ce_partitionkey: key,
    ce_revision: String(revision),
    ce_position: position,
    ce_logid: logId,
    ce_recordedtime: metadata.recordedAt,
    ce_correlationid: metadata.correlationId,
    ce_causationid: metadata.causationId,
    ce_commandid: metadata.commandId,
    ce_actorid: by.id,
    ce_actorroles: by.roles.join(','),
    ce_requesthash: requestHash,
    ce_traceparent: traceparent,
    ce_datasubject: subject,
    ce_historical: historical && 'true',
  };
  return { key, value: data, headers: present(headers) };
};

/** Tells that everything of a partition up to a position has been published. */
export const encodeProgress = (logId: string, position: Position, at: Date): Outgoing => {
  const headers: Record<ProgressHeader, string> = {
    ce_specversion: specVersion,
    ce_id: randomUUID(),
    ce_type: progressType,
    ce_source: '/redress/relay',
    ce_time: at.toISOString(),
    'content-type': mediaType,
  };
  return { key: null, value: JSON.stringify({ logId, position }), headers };
};

/** In one pass: it is done for every event that is published. */
const present = (headers: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> => {
  const there: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) there[name] = value;
  }
  return there;
};

/** Never throws: a topic may hold what others wrote. */
export const decode = (record: Incoming): Arrived => {
  const type = textOf(record, 'ce_type');
  if (type === undefined) return { kind: 'foreign', why: 'it is no CloudEvent in binary mode' };
  return type === progressType ? decodeProgress(record) : decodeEvent(record, type);
};

const textOf = ({ headers }: Incoming, name: EventHeader): string | undefined => {
  const value = headers?.[name];
  if (value === undefined || Array.isArray(value)) return undefined;
  return typeof value === 'string' ? value : value.toString();
};

const decodeProgress = ({ value }: Incoming): Arrived => {
  try {
    const { logId, position } = JSON.parse(value?.toString() ?? '') as Record<string, unknown>;
    if (typeof logId === 'string' && typeof position === 'string')
      return { kind: 'progress', logId, position: position as Position };
  } catch {
    // What is no JSON is no progress of ours.
  }
  return { kind: 'foreign', why: 'its progress cannot be read' };
};

class Missing extends Error {}

const decodeEvent = (record: Incoming, type: string): Arrived => {
  const needed = (name: EventHeader): string => {
    const text = textOf(record, name);
    if (text === undefined) throw new Missing(`its header ${name} is missing`);
    return text;
  };
  const numbered = (name: EventHeader): string => {
    const text = needed(name);
    if (!/^\d+$/.test(text)) throw new Missing(`its header ${name} is no number`);
    return text;
  };
  const optional = <Name extends keyof Metadata>(
    name: Name,
    header: EventHeader,
  ): { readonly [N in Name]?: string } => {
    const text = textOf(record, header);
    return (text === undefined ? {} : { [name]: text }) as { readonly [N in Name]?: string };
  };
  if (record.value === null) return { kind: 'foreign', why: 'it has no data' };
  try {
    const roles = needed('ce_actorroles');
    const position = needed('ce_position') as Position;
    const metadata: Metadata = {
      occurredAt: needed('ce_time'),
      recordedAt: needed('ce_recordedtime'),
      by: { id: needed('ce_actorid'), roles: roles === '' ? [] : roles.split(',') },
      commandId: needed('ce_commandid'),
      ...optional('requestHash', 'ce_requesthash'),
      key: needed('ce_partitionkey'),
      correlationId: needed('ce_correlationid'),
      causationId: needed('ce_causationid'),
      ...optional('traceparent', 'ce_traceparent'),
      ...optional('subject', 'ce_datasubject'),
      ...(textOf(record, 'ce_historical') === 'true' && { historical: true }),
    };
    const event: StoredEvent = {
      id: needed('ce_id'),
      type,
      version: Number(numbered('ce_dataversion')),
      data: record.value.toString(),
      metadata,
      stream: needed('ce_subject'),
      revision: BigInt(numbered('ce_revision')),
      position,
    };
    return { kind: 'event', logId: needed('ce_logid'), position, event };
  } catch (error) {
    if (error instanceof Missing) return { kind: 'foreign', why: error.message };
    throw error;
  }
};

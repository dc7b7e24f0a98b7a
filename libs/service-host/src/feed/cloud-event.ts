import { type EventHeader, type Position, type StoredEvent } from '@redress/eventing';

type Attribute = EventHeader extends infer Header
  ? Header extends `ce_${infer Name}`
    ? Name
    : 'datacontenttype'
  : never;

/** CloudEvents attributes under the names that they have as headers on a bus of messages, without `ce_`; all are text. */
export type CloudEventAttributes = Readonly<Partial<Record<Attribute, string>>>;

const usual = { specversion: '1.0', datacontenttype: 'application/json' } as const;

/** What stands beside an event's data, as it is published on every bus. */
export const attributesOf = (event: StoredEvent, logId: string): CloudEventAttributes => {
  const { id, type, version, stream, revision, position, metadata } = event;
  const { key, by, requestHash, traceparent, subject, historical } = metadata;
  const attributes: Record<Attribute, string | undefined> = {
    ...usual,
    id,
    type,
    source: `/redress/${type.split('.', 1).join('')}`,
    subject: stream,
    time: metadata.occurredAt,
    dataschema: `redress:event:${type}:${version}`,
    dataversion: String(version),
    partitionkey: key,
    revision: String(revision),
    position,
    logid: logId,
    recordedtime: metadata.recordedAt,
    correlationid: metadata.correlationId,
    causationid: metadata.causationId,
    commandid: metadata.commandId,
    actorid: by.id,
    actorroles: by.roles.join(','),
    requesthash: requestHash,
    traceparent,
    datasubject: subject,
    historical: historical && 'true',
  };
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
};

/** CloudEvents 1.0 in JSON (structured mode), on one line. `data` is JSON already: it is passed on byte by byte. */
export const cloudEventText = (attributes: CloudEventAttributes, data: string): string =>
  `${JSON.stringify(attributes).slice(0, -1)},"data":${data}}`;

export interface Progress {
  readonly logId: string;
  /** Everything up to here, and at it, has been delivered; absent at the beginning of the log. */
  readonly position: Position;
  /** The cursor to go on with. */
  readonly next: string;
  /** Why nothing follows; absent where something does. */
  readonly endedBy?: string;
}

/** Carries no fact: how far a reader has been brought. Its id is its cursor, since nothing else tells two of them apart. */
export const progressText = ({ position, ...progress }: Progress, at: Date): string =>
  cloudEventText(
    { ...usual, id: progress.next, type: 'redress.progress', source: '/redress/audit', time: at.toISOString() },
    JSON.stringify({ ...progress, ...(position !== '' && { position }) }),
  );

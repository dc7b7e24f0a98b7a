import { type DefinedEvent, fieldsOf } from '../kit/index.js';
import { sampleId, sampleOf } from './sample.js';

/** One event as it is stored, with `data` spelled out instead of as text, and the revision as a number. */
export interface Example {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly stream: string;
  readonly revision: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A first proposal: whoever publishes an event may write a better one, as long as nobody has published it. */
export const proposeExample = (event: DefinedEvent): Example => {
  const { type, version, service } = event;
  const data = sampleOf(event.definedBy, 'stored');
  const key = event.keyOf(data as never);
  const subject = event.personal.length > 0 ? { subject: event.subjectOf(data as never) } : {};
  const commandId = sampleId(`${type} ${version} command`);
  return {
    id: sampleId(`${type} ${version}`),
    type,
    version,
    stream: `${service}.${nounOf(event)}-${key}`,
    revision: 0,
    data,
    metadata: {
      occurredAt: '2026-03-02T09:00:00.000Z',
      recordedAt: '2026-03-02T09:00:00.250Z',
      by: { id: sampleId('person'), roles: ['agent'] },
      commandId,
      key,
      correlationId: sampleId('correlation'),
      causationId: commandId,
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      ...subject,
    },
  };
};

/** `complaintId` is of a complaint, `customerKey` of a customer; whose streams have another name says so in its example. */
const nounOf = ({ definedBy }: DefinedEvent): string => {
  const key = fieldsOf(definedBy).find((field) => field.key)?.name ?? '';
  const noun = key.replace(/(?:Id|Key)$/u, '').replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
  return noun === '' ? 'example' : noun;
};

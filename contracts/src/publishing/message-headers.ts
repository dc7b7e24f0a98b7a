import type { EventHeader, ProgressHeader } from '@redress/eventing';
import type { JsonSchema } from '../kit/index.js';

/** A Kafka header of an event: its value is UTF-8 text. */
export interface MessageHeader {
  readonly description: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
}

const text: JsonSchema = { type: 'string', minLength: 1 };
const uuid: JsonSchema = { type: 'string', format: 'uuid' };
const instant: JsonSchema = { type: 'string', format: 'date-time' };
const always = (description: string, schema: JsonSchema): MessageHeader => ({ description, required: true, schema });
const sometimes = (description: string, schema: JsonSchema): MessageHeader => ({
  description,
  required: false,
  schema,
});

const position = always(
  'Extension. Where it stands in the log: opaque text that compares, byte by byte, as the log is ordered. Only positions of one log compare.',
  text,
);
const logId = always('Extension. The log it was read from; after a restore or a move it may be another one.', text);
const specVersion = always('The version of CloudEvents.', { const: '1.0' });

/**
 * CloudEvents 1.0 in Kafka's binary mode (protocol binding 1.0, §3.2): attributes as headers with `ce_`, the data as the
 * record's value. Names of extensions are lower-case letters and digits, as CloudEvents demands.
 */
export const eventHeaders: Readonly<Record<EventHeader, MessageHeader>> = {
  ce_specversion: specVersion,
  ce_id: always('The event, for ever; a repetition has the same.', uuid),
  ce_type: always('`<service>.<Name>`', text),
  ce_source: always('The service that decided it, as `/redress/<service>`.', {
    type: 'string',
    format: 'uri-reference',
  }),
  ce_subject: always('The stream, `<service>.<noun>-<id>`.', text),
  ce_time: always('When it happened; for imported history long before it was recorded.', instant),
  ce_dataschema: always('The `$id` of the JSON Schema of its data: type and version.', {
    type: 'string',
    format: 'uri',
  }),
  'content-type': always('Of the data (datacontenttype).', { const: 'application/json' }),
  ce_dataversion: always('Extension. The version of its type, a positive integer.', {
    type: 'string',
    pattern: '^[1-9][0-9]*$',
  }),
  ce_partitionkey: always(
    'Extension (CloudEvents partitioning). What the event is about; also the key of the record.',
    text,
  ),
  ce_revision: always('Extension. Its place in its stream: 0 for the first, then without gaps.', {
    type: 'string',
    pattern: '^(?:0|[1-9][0-9]*)$',
  }),
  ce_position: position,
  ce_logid: logId,
  ce_recordedtime: always('Extension (CloudEvents recorded time). When it was recorded.', instant),
  ce_correlationid: always('Extension. The first cause of the whole chain.', text),
  ce_causationid: always('Extension. The event, timer or request that led to the command.', text),
  ce_commandid: always('Extension. The command that caused it.', text),
  ce_actorid: always('Extension. Who acted: a pseudonym, never a name or an address.', text),
  ce_actorroles: always('Extension. The roles of who acted, with commas between them; may be empty.', {
    type: 'string',
  }),
  ce_requesthash: sometimes('Extension. Of a request over HTTP: its keyed hash.', text),
  ce_traceparent: sometimes('Extension (CloudEvents distributed tracing). W3C Trace Context of the command.', text),
  ce_datasubject: sometimes(
    'Extension. Whose personal data it carries: the name under which the vault keeps the keys.',
    text,
  ),
  ce_historical: sometimes('Extension. Present on imported history: nothing was sent for it, no timer was set.', {
    const: 'true',
  }),
};

/** Of a record that carries no fact. */
export const progressHeaders: Readonly<Record<ProgressHeader, MessageHeader>> = {
  ce_specversion: specVersion,
  ce_id: always('Another one each time.', uuid),
  ce_type: always('Tells it from events.', { const: 'redress.progress' }),
  ce_source: always('Who publishes the log.', { const: '/redress/relay' }),
  ce_time: always('When it was published.', instant),
  'content-type': always('Of the data (datacontenttype).', { const: 'application/json' }),
};

/** The value of a progress record. */
export const progressData: JsonSchema = {
  type: 'object',
  properties: {
    logId: { type: 'string', minLength: 1, description: 'The log.' },
    position: {
      type: 'string',
      minLength: 1,
      description: 'Every event of this partition up to here, and at it, has been published.',
    },
  },
  required: ['logId', 'position'],
  additionalProperties: false,
};

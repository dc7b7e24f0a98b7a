import type { DefinedEvent, JsonSchema } from '../kit/index.js';
import { eventHeaders, type MessageHeader, progressData, progressHeaders } from './message-headers.js';

const schemaFormat = 'application/schema+json;version=draft-2020-12';

const promises = `Everything that has happened, in one topic, published by the relay from the event store.

- **Delivered at least once.** After a fault of the relay a stretch may be published again. Remember the last position per
  partition and drop what is not above it: positions rise per partition once repeats are dropped. The id of an event never changes.
- **Order is promised per key**, over all services: events of one complaint arrive in the order in which they were
  recorded, whichever service recorded them. Between keys, and so within a stream whose events have different keys, nothing is promised.
- **Kept for good.** The topic does not expire; the event store stays the source of truth, and the topic can be filled again from it.
- **Personal fields are encrypted** (marked \`x-personal\` in the schemas): generation of the key, a dot, base64url. The
  keys are destroyed when the person is to be forgotten; nobody outside the platform holds them. What stands beside is pseudonymous.
- **Versions.** A published version of an event never changes, not even by an optional field; what is new is a new
  version (\`ce_dataversion\`, \`ce_dataschema\`). Pass over types and versions that you do not know, and count them.
- **Reading.** Header values are UTF-8 text. The schema of a record's data is the one whose \`$id\` its \`ce_dataschema\` names; the
  schemas lie beside this document. Positions compare within one log: if \`ce_logid\` changes, discard what was read and begin anew.
- **Progress.** Records of type \`redress.progress\` carry no fact and no key: they tell that a partition has come so far
  although it got no event, so that "has everything up to P been seen?" has an answer on quiet partitions too.

Limits: text in a field has at most 65,536 bytes before encryption, the events of one append 1 MiB in total; allow records of 2 MiB.`;

/** AsyncAPI 3.0 of what outsiders can hear. */
export const asyncapiOf = (events: readonly DefinedEvent[]): JsonSchema => {
  const names = [...events.map(messageName), 'progress'];
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Redress events',
      version: '1.0.0',
      description: promises,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    channels: {
      events: {
        address: 'redress.events',
        title: 'All events',
        messages: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
        bindings: {
          kafka: {
            topic: 'redress.events',
            topicConfiguration: { 'cleanup.policy': ['delete'], 'retention.ms': -1, 'max.message.bytes': 2_097_152 },
            bindingVersion: '0.5.0',
          },
        },
      },
    },
    operations: {
      publishEvents: {
        action: 'send',
        channel: { $ref: '#/channels/events' },
        summary: 'The relay publishes the log in the order of the store, each event under its key.',
      },
    },
    components: {
      messages: {
        ...Object.fromEntries(events.map((event) => [messageName(event), message(event)])),
        progress,
      },
      messageTraits: { event: { headers: headersSchema(eventHeaders), contentType: 'application/json' } },
    },
  };
};

/** `sla.ClockStarted.v1`: also the name of the event's files. */
export const messageName = ({ type, version }: DefinedEvent): string => `${type}.v${version}`;

const message = (event: DefinedEvent): JsonSchema => ({
  name: event.type,
  title: `${event.type}, version ${event.version}`,
  traits: [{ $ref: '#/components/messageTraits/event' }],
  payload: { schemaFormat, schema: { $ref: `./json-schema/${messageName(event)}.json` } },
  ...(event.personal.length > 0
    ? { tags: [{ name: 'personal', description: 'Carries encrypted personal fields.' }] }
    : {}),
});

const headersSchema = (headers: Readonly<Record<string, MessageHeader>>): JsonSchema => ({
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(headers).map(([name, { description, schema }]) => [name, { ...schema, description }]),
  ),
  required: Object.entries(headers).flatMap(([name, { required }]) => (required ? [name] : [])),
});

const progress: JsonSchema = {
  name: 'redress.progress',
  title: 'How far a partition has come',
  summary: 'Carries no fact and has no key. At most four a second per partition, none while nothing happens.',
  headers: headersSchema(progressHeaders),
  contentType: 'application/json',
  payload: progressData,
};

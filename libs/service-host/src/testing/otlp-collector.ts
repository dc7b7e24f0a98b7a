import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import protobuf from 'google-protobuf';
import { createLogger } from '../http/logging.js';
import { startTelemetry, type Telemetry } from '../http/telemetry.js';

/** A span as it arrived. */
export interface SpanSeen {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Of the spans that it is linked to. */
  readonly links: readonly string[];
}

/** Takes traces in on the loopback address, as a collector does, and keeps them. */
export interface OtlpCollector {
  readonly url: string;
  readonly spans: () => readonly SpanSeen[];
  /** Everything that came, as it came. */
  readonly text: () => string;
  stop(): Promise<void>;
}

type Reader = InstanceType<typeof protobuf.BinaryReader>;
type Fields = Readonly<Record<number, (reader: Reader) => void>>;

const fieldsOf = (bytes: Uint8Array, fields: Fields): void => {
  const reader = new protobuf.BinaryReader(bytes);
  while (reader.nextField()) {
    const read = fields[reader.getFieldNumber()];
    if (read) read(reader);
    else reader.skipField();
  }
};
const part =
  (read: (bytes: Uint8Array) => void): ((reader: Reader) => void) =>
  (reader) =>
    read(reader.readBytes() as Uint8Array);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** `AnyValue` of the protocol; what holds several is told as their texts. */
const readValue = (bytes: Uint8Array): string => {
  let value = '';
  fieldsOf(bytes, {
    1: (reader) => (value = reader.readString()),
    2: (reader) => (value = String(reader.readBool())),
    3: (reader) => (value = String(reader.readInt64())),
    4: (reader) => (value = String(reader.readDouble())),
    5: part((array) => {
      const texts: string[] = [];
      fieldsOf(array, { 1: part((one) => void texts.push(readValue(one))) });
      value = texts.join(', ');
    }),
  });
  return value;
};

const readSpan = (bytes: Uint8Array): SpanSeen => {
  const seen = { traceId: '', spanId: '', parentId: '', name: '' };
  const attributes: Record<string, string> = {};
  const links: string[] = [];
  fieldsOf(bytes, {
    1: part((id) => (seen.traceId = hex(id))),
    2: part((id) => (seen.spanId = hex(id))),
    4: part((id) => (seen.parentId = hex(id))),
    5: (reader) => (seen.name = reader.readString()),
    9: part((pair) => {
      let key = '';
      fieldsOf(pair, {
        1: (reader) => (key = reader.readString()),
        2: part((value) => (attributes[key] = readValue(value))),
      });
    }),
    13: part((link) => fieldsOf(link, { 2: part((id) => void links.push(hex(id))) })),
  });
  return { ...seen, attributes, links };
};

/** `ExportTraceServiceRequest` of the protocol: resources, scopes, spans. */
const spansIn = (body: Uint8Array): readonly SpanSeen[] => {
  const spans: SpanSeen[] = [];
  const scope = part((bytes) => fieldsOf(bytes, { 2: part((span) => void spans.push(readSpan(span))) }));
  fieldsOf(body, { 1: part((resource) => fieldsOf(resource, { 2: scope })) });
  return spans;
};

export const startOtlpCollector = async (): Promise<OtlpCollector> => {
  const bodies: Buffer[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (bytes: Buffer) => parts.push(bytes));
    request.on('end', () => {
      bodies.push(Buffer.concat(parts));
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: () => bodies.flatMap(spansIn),
    text: () => Buffer.concat(bodies).toString('utf8'),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** Traces of this process, sent to a collector beside it. */
export interface KeptTraces {
  readonly telemetry: Telemetry;
  /** Ends them, and answers every span together with all that was sent. */
  ended(): Promise<{ readonly spans: readonly SpanSeen[]; readonly text: string }>;
}

/** Once in a process: what is set for all of it cannot be set again. */
export const keepTraces = async (): Promise<KeptTraces> => {
  const collector = await startOtlpCollector();
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = collector.url;
  const telemetry = await startTelemetry({ serviceName: 'redress', logger: createLogger({ level: 'silent' }) });
  delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  if (!telemetry) throw new Error('Traces did not start.');
  return {
    telemetry,
    ended: async () => {
      await telemetry.stop();
      const seen = { spans: collector.spans(), text: collector.text() };
      await collector.stop();
      return seen;
    },
  };
};

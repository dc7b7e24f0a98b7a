import { type Span, trace, type Tracer } from '@opentelemetry/api';
import type { FastifyPluginCallback } from 'fastify';
import type { Logger } from 'pino';

/** Traces, while they are sent somewhere. */
export interface Telemetry {
  /** For the server's own spans. */
  readonly plugin: FastifyPluginCallback;
  /** For what is done beside requests. */
  readonly tracer: Tracer;
  /** Sends what is left. Never rejects. */
  stop(): Promise<void>;
}

export interface TelemetryOptions {
  readonly serviceName: string;
  readonly logger: Logger;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const probes = /^\/(health|metrics)(\/|$)/;

/**
 * Starts tracing when `OTEL_EXPORTER_OTLP_ENDPOINT` (or the one for traces) is set, else does nothing and costs nothing.
 * To be called before anything imports the database's driver. No query string, no address of a caller, no value of a
 * statement and no message of an error leaves with a span.
 */
export const startTelemetry = async (options: TelemetryOptions): Promise<Telemetry | undefined> => {
  const { serviceName, logger, environment = process.env } = options;
  if (!environment['OTEL_EXPORTER_OTLP_ENDPOINT'] && !environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'])
    return undefined;
  const [sdk, { OTLPTraceExporter }, { HttpInstrumentation }, { PgInstrumentation }, { FastifyOtelInstrumentation }] =
    await Promise.all([
      import('@opentelemetry/sdk-node'),
      import('@opentelemetry/exporter-trace-otlp-proto'),
      import('@opentelemetry/instrumentation-http'),
      import('@opentelemetry/instrumentation-pg'),
      import('@fastify/otel'),
    ]);
  const fastify = new FastifyOtelInstrumentation({ recordExceptions: false, instrumentHooks: false });
  const node = new sdk.NodeSDK({
    serviceName,
    spanProcessors: [withholding, new sdk.tracing.BatchSpanProcessor(new OTLPTraceExporter())],
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [
      new HttpInstrumentation({ ignoreIncomingRequestHook: ({ url = '' }) => probes.test(url) }),
      new PgInstrumentation({ enhancedDatabaseReporting: false, requireParentSpan: true }),
      fastify,
    ],
  });
  node.start();
  return {
    plugin: fastify.plugin(),
    tracer: trace.getTracer('redress'),
    stop: async () => {
      try {
        await node.shutdown();
      } catch (error) {
        logger.warn({ error }, 'the last traces could not be sent');
      }
    },
  };
};

const addresses = ['url.path', 'url.full', 'http.url', 'http.target'];
const withheld =
  /^(url\.query|client\.address|network\.peer\.address|user_agent\.original|db\.(query|postgresql|statement)\.(parameter|values).*)$/;

type OpenSpan = Span & {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status: { readonly code: number; readonly message?: string };
};

/** Takes out of each span what a caller may have written, before anybody exports it. */
export const withholding = {
  onStart: (span: Span): void => {
    for (const [name, value] of Object.entries((span as OpenSpan).attributes)) {
      if (withheld.test(name)) span.setAttribute(name, '…');
      else if (addresses.includes(name) && typeof value === 'string')
        span.setAttribute(name, value.split(/[?#]/, 1)[0] as string);
    }
  },
  /** An error's message may quote what was sent; the kind of error stands in its attributes. */
  onEnding: (span: Span): void => {
    const { status } = span as OpenSpan;
    if (status.message !== undefined) span.setStatus({ code: status.code });
  },
  onEnd: (): void => undefined,
  forceFlush: (): Promise<void> => Promise.resolve(),
  shutdown: (): Promise<void> => Promise.resolve(),
};

import { createLogger } from './http/logging.js';
import { startTelemetry } from './http/telemetry.js';

/**
 * Traces, if `OTEL_EXPORTER_OTLP_ENDPOINT` says where to. Loaded before everything else (`node --import`), since what is
 * already loaded cannot be instrumented: otherwise the spans of the database are missing.
 */
export const telemetry = await startTelemetry({
  serviceName: process.env.OTEL_SERVICE_NAME ?? 'redress',
  logger: createLogger({ level: 'warn' }),
});

import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Level, type Logger, pino } from 'pino';
import { loggedError } from './redaction.js';

const levels: readonly string[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

export interface LogOptions {
  /** Of the service or process. */
  readonly name?: string;
  /** `LOG_LEVEL`; `info` without one. */
  readonly level?: string | undefined;
  /** Standard output, unless told. */
  readonly to?: DestinationStream;
}

/** One JSON object a line. Errors are logged under `error`, so that they pass the redaction. */
export const createLogger = ({ name, level = process.env['LOG_LEVEL'] ?? 'info', to }: LogOptions = {}): Logger => {
  if (!levels.includes(level)) throw new Error(`LOG_LEVEL is one of ${levels.join(', ')}.`);
  return pino(
    {
      level,
      base: name === undefined ? null : { service: name },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: loggedError, err: loggedError },
    },
    to ?? pino.destination({ dest: 1, sync: false }),
  );
};

/** What Nest itself has to say, in the same log. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...more: readonly unknown[]): void {
    // Its start-up lines, one per module and route, are of interest to its developers only.
    this.write('debug', message, more);
  }
  error(message: unknown, ...more: readonly unknown[]): void {
    this.write('error', message, more);
  }
  warn(message: unknown, ...more: readonly unknown[]): void {
    this.write('warn', message, more);
  }
  debug(message: unknown, ...more: readonly unknown[]): void {
    this.write('debug', message, more);
  }
  verbose(message: unknown, ...more: readonly unknown[]): void {
    this.write('trace', message, more);
  }
  fatal(message: unknown, ...more: readonly unknown[]): void {
    this.write('fatal', message, more);
  }

  private write(level: Level, message: unknown, more: readonly unknown[]): void {
    const context = more.findLast((part) => typeof part === 'string');
    if (message instanceof Error) this.logger[level]({ context, error: message }, message.name);
    else this.logger[level]({ context }, typeof message === 'string' ? message : 'Nest says something that is no text');
  }
}

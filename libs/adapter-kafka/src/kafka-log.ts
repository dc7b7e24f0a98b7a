import type { LogEntry, logLevel } from 'kafkajs';

/** Where sentences go; a pino logger is one. */
export interface KafkaLog {
  debug(about: object, sentence: string): void;
  info(about: object, sentence: string): void;
  warn(about: object, sentence: string): void;
  error(about: object, sentence: string): void;
}

/** What may be told of an entry. Anything else may quote a record. */
const told = [
  'groupId',
  'memberId',
  'topic',
  'partition',
  'offset',
  'broker',
  'clientId',
  'error',
  'retryCount',
  'retryTime',
] as const;

/** Of kafkajs.logLevel, whose values the package promises. */
const levels = { error: 1, warn: 2 } as const;

/**
 * The client's own log, a level lower than it says: what it calls an error it mostly handles itself, and what it does not
 * reaches whoever asked.
 */
export const kafkaLog =
  (log: KafkaLog) =>
  ({ namespace, level, log: entry }: { namespace: string; level: logLevel; log: LogEntry['log'] }): void => {
    const about = Object.fromEntries(
      told.flatMap((name) => (entry[name] === undefined ? [] : [[name, plain(entry[name])]])),
    );
    const sentence = `${namespace}: ${entry.message}`;
    if ((level as number) === levels.error) log.info(about, sentence);
    else if ((level as number) === levels.warn) log.info(about, sentence);
    else log.debug(about, sentence);
  };

const plain = (value: unknown): string | number | boolean =>
  typeof value === 'number' || typeof value === 'boolean'
    ? value
    : value instanceof Error
      ? value.message
      : String(value);

import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, openSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { partitionOf } from '@redress/adapter-kafka';
import type { Logged } from './event-log.js';
import type { Finding } from './findings.js';

/** A record as another program reads it. */
export interface TopicRecord {
  readonly partition: number;
  readonly key: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

interface KcatRecord {
  readonly partition: number;
  readonly key: string | null;
  readonly headers?: readonly string[];
  readonly payload: string;
}

/** The whole topic, in the order of each partition, as kcat reads it: nothing of ours is between. */
export const readByKcat = (broker: string, topic: string): readonly TopicRecord[] => {
  const file = join(tmpdir(), `redress-topic-${process.pid}.jsonl`);
  const descriptor = openSync(file, 'w');
  try {
    execFileSync('kcat', ['-C', '-b', broker, '-t', topic, '-o', 'beginning', '-e', '-q', '-J'], {
      stdio: ['ignore', descriptor, 'pipe'],
    });
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => recordOf(JSON.parse(line) as KcatRecord));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new Error('kcat is needed to read the topic: it is a package of Debian and Ubuntu.', { cause: error });
    throw error;
  } finally {
    closeSync(descriptor);
    rmSync(file, { force: true });
  }
};

const recordOf = ({ partition, key, headers = [], payload }: KcatRecord): TopicRecord => ({
  partition,
  key,
  value: payload,
  headers: Object.fromEntries(
    headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1] ?? '']] : [])),
  ),
});

/** Without repeats and progress, the topic is the log: each event on the partition of its key, in order, none missing. */
export const sameTopic = (
  log: readonly Logged[],
  records: readonly TopicRecord[],
  partitions: number,
): readonly Finding[] => {
  const faults: string[] = [];
  let [repeats, progress] = [0, 0];
  const fresh = Array.from({ length: partitions }, (): TopicRecord[] => []);
  const reached = Array.from({ length: partitions }, () => '');
  const promised = Array.from({ length: partitions }, () => '');
  for (const record of records) {
    const { partition, headers, value } = record;
    if (headers['ce_type'] === 'redress.progress') {
      const { position } = JSON.parse(value) as { readonly position: string };
      if (position > (promised[partition] ?? '')) promised[partition] = position;
      progress += 1;
      continue;
    }
    const position = headers['ce_position'] ?? '';
    if (position <= (reached[partition] ?? '')) {
      repeats += 1;
      continue;
    }
    if (position <= (promised[partition] ?? ''))
      faults.push(`partition ${partition}: ${position} comes after progress told that nothing does`);
    reached[partition] = position;
    fresh[partition]?.push(record);
  }
  for (const [partition, found] of fresh.entries()) {
    const expected = log.filter(({ metadata }) => partitionOf(metadata.key, partitions) === partition);
    if (expected.length !== found.length)
      faults.push(`partition ${partition} holds ${found.length} events of ${expected.length}`);
    const different = expected.findIndex((event, index) => !isSame(event, found[index]));
    if (different !== -1)
      faults.push(`partition ${partition}: ${expected[different]?.position} is not what stands there`);
  }
  return [
    {
      check: 'the topic is the log, read by kcat',
      looked: `${records.length} records on ${partitions} partitions, ${repeats} repeats, ${progress} of progress`,
      faults,
    },
  ];
};

const isSame = ({ id, type, data, metadata, position, stream }: Logged, record: TopicRecord | undefined): boolean =>
  record?.key === metadata.key &&
  record.value === data &&
  record.headers['ce_id'] === id &&
  record.headers['ce_type'] === type &&
  record.headers['ce_position'] === position &&
  record.headers['ce_subject'] === stream;

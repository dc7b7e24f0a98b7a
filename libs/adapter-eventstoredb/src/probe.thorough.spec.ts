import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type EventStoreDbDouble, startEventStoreDbDouble } from './testing/double.js';

const folder = join(import.meta.dirname, 'testing');

describe('The double of EventStoreDB', () => {
  let double: EventStoreDbDouble;
  beforeAll(async () => {
    double = await startEventStoreDbDouble();
  });
  afterAll(() => double.stop());

  it('answers as EventStoreDB 22.10.5 was seen to answer, line by line', async () => {
    const probe = promisify(execFile)(process.execPath, [join(folder, 'probe.mjs'), double.url], {
      maxBuffer: 16 * 1024 * 1024,
    });
    const observed = readFileSync(join(folder, 'observed.jsonl'), 'utf8');
    const { stdout } = await probe;
    expect(stdout.split('\n')).toEqual(observed.split('\n'));
  }, 60_000);
});

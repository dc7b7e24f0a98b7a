import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { type Api, asChannel, channelKey, startProduct } from '@redress/standalone/testing';
import { closedLoop } from './load.js';
import { report } from './table.js';

/** 64 callers with commands to one stream over HTTP, beside the same callers with commands to a stream each. */
const seconds = Number(process.argv[2] ?? 5);
const callers = 64;
const password = 'a password for benchmarks 1';
const dataDirectory = mkdtempSync(join(tmpdir(), 'redress-bench-'));
const product = await startProduct(dataDirectory, { INITIAL_PASSWORD: password, LOG_LEVEL: 'error' });

const receive = async (api: Api): Promise<string> => {
  const { body } = await api.ask('POST', '/api/intake/complaints', { channel: 'api', text: '한 건의 불만입니다.' });
  return (body as { complaintId: string }).complaintId;
};
const write = async (api: Api, complaintId: string): Promise<void> => {
  const { status } = await api.ask(
    'POST',
    `/api/intake/complaints/${complaintId}/messages`,
    { channel: 'api', text: '덧붙입니다.' },
    { 'idempotency-key': randomUUID() },
  );
  if (status !== 201) throw new Error(`A message was answered ${status}.`);
};

try {
  const api = asChannel(product.url, await channelKey(product.url, password, 'api'));
  const own = await Promise.all(Array.from({ length: callers }, () => receive(api)));
  const apart = await closedLoop(callers, seconds, (caller) => write(api, own[caller] as string));
  const shared = await receive(api);
  const counts = new Array<number>(callers).fill(0);
  const together = await closedLoop(callers, seconds, async (caller) => {
    await write(api, shared);
    counts[caller] = (counts[caller] ?? 0) + 1;
  });
  api.close();
  report('hot', [
    { what: 'a stream for each of 64 callers', figures: { ...apart } },
    {
      what: 'one stream for 64 callers',
      figures: {
        ...together,
        ratio: together.perSecond / apart.perSecond,
        'fewest of a caller': Math.min(...counts),
        'most of a caller': Math.max(...counts),
      },
    },
  ]);
} finally {
  await product.stop();
  rmSync(dataDirectory, { recursive: true, force: true });
}

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Api, apiAt, asChannel, channelKey, startProduct } from '@redress/standalone/testing';
import { closedLoop, type Load, openLoop } from './load.js';
import { report } from './table.js';

/** `POST /api/intake/complaints`, durable before 201, everything else running; beside a server that does one INSERT. */
const seconds = Number(process.argv[2] ?? 10);
const callers = 64;
const offered = 500;
const password = 'a password for benchmarks 1';
const dataDirectory = mkdtempSync(join(tmpdir(), 'redress-bench-'));

const complaint = (): object => ({
  channel: 'api',
  customer: { id: `C-${randomUUID()}`, name: '김민수', email: 'minsu@example.com', tier: 'gold', locale: 'ko' },
  order: { number: `O-${randomUUID()}`, valueMinor: 39_900, currency: 'KRW', region: 'Seoul', sellerId: 'S-12' },
  productCode: 'P-77',
  subject: '배송이 늦어요',
  text: '주문한 지 일주일이 지났는데 택배가 아직 오지 않았습니다. 언제 받을 수 있는지 알려 주세요. '.repeat(3),
});

const post = async (api: Api): Promise<void> => {
  const answer = await api.ask('POST', '/api/intake/complaints', complaint(), {
    'idempotency-key': randomUUID(),
  });
  if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
};
const measure = async (api: Api): Promise<{ readonly burst: Load; readonly steady: Load }> => {
  const burst = await closedLoop(callers, seconds, () => post(api));
  const steady = await openLoop(offered, seconds, () => post(api));
  return { burst, steady };
};

const startBare = (databaseUrl: string): Promise<{ readonly url: string; readonly child: ChildProcess }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'bare-server.js'), databaseUrl], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.once('error', reject);
    child.stdout.once('data', (line: Buffer) => resolve({ url: line.toString().trim(), child }));
  });

const product = await startProduct(dataDirectory, { INITIAL_PASSWORD: password, LOG_LEVEL: 'error' });
try {
  const { startEmbeddedServer } = await import('@redress/adapter-postgres');
  const bareDirectory = mkdtempSync(join(tmpdir(), 'redress-bench-'));
  const server = await startEmbeddedServer({ dataDirectory: bareDirectory, log: () => undefined });
  const { url, child } = await startBare(server.url);
  const bareApi = apiAt(url);
  const bare = await measure(bareApi);
  bareApi.close();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
  await server.stop();
  rmSync(bareDirectory, { recursive: true, force: true });

  const api = asChannel(product.url, await channelKey(product.url, password, 'api'));
  const ours = await measure(api);
  api.close();
  report('accept', [
    { what: `bare server, ${callers} callers`, figures: { ...bare.burst } },
    {
      what: `redress, ${callers} callers`,
      figures: { ...ours.burst, ratio: ours.burst.perSecond / bare.burst.perSecond },
    },
    { what: `bare server, ${offered}/s offered`, figures: { ...bare.steady } },
    { what: `redress, ${offered}/s offered`, figures: { ...ours.steady } },
  ]);
} finally {
  await product.stop();
  rmSync(dataDirectory, { recursive: true, force: true });
}

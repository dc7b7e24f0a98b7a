import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Api, asChannel, channelKey, signIn, startProduct } from '@redress/standalone/testing';
import { caughtUp } from './caught-up.js';
import { closedLoop } from './load.js';
import { report } from './table.js';

/** Opening a complaint with 2,000 messages, its history and its case on the desk, beside one with two. Milliseconds. */
const seconds = Number(process.argv[2] ?? 5);
const many = 2000;
const password = 'a password for benchmarks 1';
const dataDirectory = mkdtempSync(join(tmpdir(), 'redress-bench-'));
const product = await startProduct(dataDirectory, { INITIAL_PASSWORD: password, LOG_LEVEL: 'error' });

const complaintWith = async (shop: Api, messages: number): Promise<{ id: string; position: string }> => {
  const { body } = await shop.ask('POST', '/api/intake/complaints', { channel: 'api', text: '한 건의 불만입니다.' });
  const id = (body as { complaintId: string }).complaintId;
  let left = messages;
  let position = '';
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      while (left > 0) {
        left -= 1;
        const path = `/api/intake/complaints/${id}/messages`;
        const answer = await shop.ask(
          'POST',
          path,
          { channel: 'api', text: '덧붙입니다.' },
          { 'idempotency-key': randomUUID() },
        );
        if (answer.status !== 201) throw new Error(`A message was answered ${answer.status}.`);
        position = (answer.body as { position: string }).position;
      }
    }),
  );
  return { id, position };
};

try {
  const shop = asChannel(product.url, await channelKey(product.url, password, 'api'));
  const auditor = await signIn(product.url, 'auditor', password);
  const [small, large] = [await complaintWith(shop, 2), await complaintWith(shop, many)];
  const administrator = await signIn(product.url, 'administrator', password);
  await caughtUp(administrator);
  administrator.close();
  const open = async (path: string): Promise<void> => {
    const { status } = await auditor.ask('GET', path);
    if (status !== 200) throw new Error(`${path} was answered ${status}.`);
  };
  const lines = [];
  for (const [what, { id, position }] of [
    ['2 messages', small],
    [`${many} messages`, large],
  ] as const) {
    const complaint = `/api/intake/complaints/${id}`;
    const history = `/api/audit/complaints/${id}/history`;
    await open(`${complaint}?waitFor=${position}`);
    const onTheDesk = `/api/desk/cases/${id}`;
    for (const path of [history, onTheDesk]) await open(`${path}?waitFor=${position}`);
    lines.push(
      { what: `a complaint with ${what}`, figures: { ...(await closedLoop(1, seconds, () => open(complaint))) } },
      { what: 'its history', figures: { ...(await closedLoop(1, seconds, () => open(history))) } },
      { what: 'its case on the desk', figures: { ...(await closedLoop(1, seconds, () => open(onTheDesk))) } },
    );
  }
  shop.close();
  auditor.close();
  report('history', lines);
} finally {
  await product.stop();
  rmSync(dataDirectory, { recursive: true, force: true });
}

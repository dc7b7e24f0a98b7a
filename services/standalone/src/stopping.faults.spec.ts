import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asChannel, channelKey, signIn } from './testing/api.js';
import { evidenceOf } from './testing/evidence.js';
import { type RunningProduct, startProduct } from './testing/running-product.js';

const password = 'a password for stops 12';
const stopSeconds = 20;
const atOnce = 200;

describe('A product that is told to stop under load', () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'redress-stops-'));
  let product: RunningProduct;
  const start = async (): Promise<void> => {
    product = await startProduct(dataDirectory, { INITIAL_PASSWORD: password, STOP_SECONDS: String(stopSeconds) });
  };
  afterAll(async () => {
    await product.stop();
    rmSync(dataDirectory, { recursive: true, force: true });
  });

  it('answers what it has begun, ends within its time, and goes on later where it stopped', async () => {
    await start();
    const key = await channelKey(product.url, password, 'api');
    const shop = asChannel(product.url, key);
    const complain = (name: string) =>
      shop.ask(
        'POST',
        '/api/intake/complaints',
        { channel: 'api', text: `택배가 ${name}` },
        { 'idempotency-key': name },
      );
    await complain('before');
    const sent = Array.from({ length: atOnce }, (_, index) => complain(`sent-${index}`));
    // The first answer says that the others have begun.
    await Promise.race(sent);
    const began = performance.now();
    const code = await product.stop();
    expect([code, performance.now() - began < stopSeconds * 1000]).toEqual([0, true]);
    const outcomes = await Promise.allSettled(sent);
    const answered = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.status] : []));
    expect(answered.filter((status) => status !== 201 && status !== 503)).toEqual([]);
    const taken = outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value.status === 201).length;
    expect(taken).toBeGreaterThan(0);
    shop.close();

    await start();
    const evidence = evidenceOf(dataDirectory);
    await evidence.settled();
    const log = await evidence.log();
    await evidence.close();
    const received = log.filter(({ type }) => type === 'intake.ComplaintReceived').length;
    expect(received).toBe(taken + 1);
    expect(log.filter(({ type }) => type === 'sla.ClockStarted')).toHaveLength(2 * received);
    const agent = await signIn(product.url, 'agent', password);
    expect((await agent.ask('GET', '/api/intake/complaints?limit=1')).status).toBe(200);
    agent.close();
  });
});

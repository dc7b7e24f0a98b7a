import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fuzzedShop } from './testing/fuzzed-shop.js';
import { startProduct } from './testing/running-product.js';
import { schemathesis } from './testing/schemathesis.js';

/** REDRESS_SEED repeats a run. */
const seed = Number(process.env.REDRESS_SEED ?? 1);
const password = 'a password for fuzzing 7';

describe('The API', () => {
  const folder = mkdtempSync(join(tmpdir(), 'redress-fuzzed-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(`answers as its description says, whatever it is asked (REDRESS_SEED=${seed})`, async () => {
    const environment = { INITIAL_PASSWORD: password, TRUST_PROXY: 'loopback', LOG_LEVEL: 'error' };
    const product = await startProduct(folder, environment);
    try {
      const findings = await schemathesis(product.url, await fuzzedShop(product.url, seed, password));
      if (findings.length > 0) throw new Error([...findings, product.printed()].join('\n'));
    } finally {
      await product.stop();
    }
  }, 900_000);
});

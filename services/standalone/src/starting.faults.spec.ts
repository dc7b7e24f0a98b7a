import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiAt } from './testing/api.js';
import { startProduct } from './testing/running-product.js';

describe('A product that is started where it cannot run', () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'redress-starts-'));
  afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));

  it('says that the port is taken, and has touched nothing', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(startProduct(dataDirectory, { PORT: String(port) })).rejects.toThrow(
      `Port ${port} of 127.0.0.1 is taken by another program. Choose one with PORT=….`,
    );
    expect(readdirSync(dataDirectory)).toEqual([]);
    await new Promise((resolve) => other.close(resolve));
  });

  it('says that another one runs on its data directory, and leaves that one alone', async () => {
    const first = await startProduct(dataDirectory);
    await expect(startProduct(dataDirectory)).rejects.toThrow(`Redress is already running on ${dataDirectory}`);
    const customer = apiAt(first.url);
    const { status } = await customer.ask('POST', '/api/intake/complaints', { channel: 'web', text: '…' });
    customer.close();
    expect(status).toBe(201);
    expect(await first.stop()).toBe(0);
  });

  it('starts where one was killed with its database, and its lock was left', async () => {
    const killed = await startProduct(dataDirectory);
    await killed.killAll();
    const again = await startProduct(dataDirectory);
    expect(await again.stop()).toBe(0);
  });
});

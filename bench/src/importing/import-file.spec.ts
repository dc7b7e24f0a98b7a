import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { DirectoryModule } from '@redress/directory';
import { IntakeModule } from '@redress/intake';
import { type Platform, startPlatform } from '@redress/service-host/testing';
import { importFile } from './import-file.js';
import { Importer } from './importer.js';
import type { Tally } from './progress.js';

@Module({ imports: [DirectoryModule, IntakeModule] })
class ShopModule {}

const password = 'a-password-of-thirty-characters';
const folder = mkdtempSync(join(tmpdir(), 'redress-import-'));
let platform: Platform;
let url: string;

beforeAll(async () => {
  const environment = { INITIAL_PASSWORD: password };
  platform = await startPlatform(ShopModule, { at: '2026-03-02T09:00:00Z', environment });
  await platform.application.app.listen(0, '127.0.0.1');
  url = (await platform.application.app.getUrl()).replace('[::1]', '127.0.0.1');
});
afterAll(async () => {
  await platform.stop();
  rmSync(folder, { recursive: true });
});

const fileOf = (name: string, lines: readonly string[]): string => {
  const path = join(folder, name);
  writeFileSync(path, lines.join('\n'));
  return path;
};

const imported = async (path: string): Promise<Tally & { readonly said: readonly string[] }> => {
  const stopping = new AbortController().signal;
  const importer = new Importer(url, { username: 'importer', password }, stopping);
  await importer.begin();
  const tally: Tally = { total: 0, received: 0, known: 0, refused: 0 };
  const said: string[] = [];
  const refused = (line: number, says: string): void => void said.push(`${line}: ${says}`);
  await importFile({ path, importer, parallel: 8, stopping, refused }, tally);
  return { ...tally, said };
};

const listed = async (
  query: string,
): Promise<readonly { readonly receivedAt: string; readonly historical: boolean }[]> => {
  await platform.settled();
  return (await platform.as('agent').get(`/api/intake/complaints?limit=200&${query}`)).body.items;
};

describe('Importing a file', () => {
  const reviews = Array.from({ length: 150 }, (_, day) =>
    JSON.stringify({
      externalRef: `review-${day}`,
      receivedAt: new Date(Date.UTC(2017, 0, 1 + day)).toISOString(),
      text: 'Chegou quebrado.',
      orderNo: `order-${day}`,
      customerId: `customer-${day % 7}`,
      orderValue: 19.99,
      currency: 'BRL',
    }),
  );

  it('by two at once takes in each line once, at its own date', async () => {
    const path = fileOf('reviews.jsonl', reviews);
    const [one, other] = await Promise.all([imported(path), imported(path)]);
    expect(one.received + other.received).toBe(150);
    expect(one.known + other.known).toBe(150);
    const items = await listed('receivedBefore=2018-01-01T00:00:00Z');
    expect(items.map(({ receivedAt }) => receivedAt)).toEqual(
      reviews.map((review) => (JSON.parse(review) as { receivedAt: string }).receivedAt).reverse(),
    );
    expect(items.every(({ historical }) => historical)).toBe(true);
  });

  it('again adds what is new in it', async () => {
    const more = JSON.stringify({ channel: 'mail', text: 'It leaks.', receivedAt: '2018-05-01T09:00:00Z' });
    const path = fileOf('more.jsonl', [...reviews.slice(0, 5), more, more]);
    expect(await imported(path)).toMatchObject({ received: 2, known: 5, refused: 0 });
    expect(await imported(path)).toMatchObject({ received: 2, known: 5, refused: 0 });
    expect(await listed('receivedFrom=2018-05-01T00:00:00Z')).toHaveLength(2);
  });

  it('names the lines that were refused, without a word of what they say', async () => {
    const path = fileOf('bad.jsonl', [
      '{"channel":"mail","text":"It leaks."}',
      'secret',
      '{"channel":"mail","text":"secret","customer":{"email":"secret"}}',
      '{"channel":"mail","text":"secret","receivedAt":"2100-01-01T00:00:00Z"}',
    ]);
    const { received, refused, said } = await imported(path);
    expect([received, refused]).toEqual([1, 3]);
    const words = said.toSorted().join('\n');
    expect(words).toContain('2: it is not JSON');
    expect(words).toContain('3: 400 The body has fields that do not fit. customer.email: ');
    expect(words).toContain('4: 400 The body has fields that do not fit. receivedAt: must not lie in the future');
    expect(words).not.toContain('secret');
  });
});

import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HouseSecrets } from '@redress/service-host';
import { keys } from './keys.cli.js';

describe('The secrets of an installation', () => {
  const place = mkdtempSync(join(tmpdir(), 'redress-keys-'));
  const folder = join(place, 'secrets');
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  it('are made once, for their owner only, and serve processes that may not write', async () => {
    expect((await keys(['init', folder])).join('\n')).toContain('sign-in.private.json        directory alone');
    const names = readdirSync(folder).sort();
    expect(names).toEqual([
      'customer-link.private.json',
      'customer-link.public.json',
      'customer-pseudonym.secret',
      'key-encryption.keys',
      'request-hash.secret',
      'sign-in.private.json',
      'sign-in.public.json',
    ]);
    expect(names.map((name) => statSync(join(folder, name)).mode & 0o077)).toEqual(names.map(() => 0));

    rmSync(join(folder, 'sign-in.private.json'));
    rmSync(join(folder, 'customer-link.private.json'));
    chmodSync(folder, 0o500);
    expect(HouseSecrets.given(folder).customer).toHaveLength(32);
    expect(readdirSync(folder)).toHaveLength(5);
    chmodSync(folder, 0o700);
  });

  it('are never written over', async () => {
    await expect(keys(['init', folder])).rejects.toThrow(/is not empty: secrets that are in use must never/);
    await expect(keys(['initialise', folder])).rejects.toThrow('redress keys init <new folder>');
  });

  it('are asked for by name where one is missing', () => {
    rmSync(join(folder, 'customer-pseudonym.secret'));
    expect(() => HouseSecrets.given(folder)).toThrow(/lacks customer-pseudonym\.secret\. .*redress keys init <folder>/);
  });
});

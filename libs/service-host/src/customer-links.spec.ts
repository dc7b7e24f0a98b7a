import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { CustomerLinks } from './customer-links.js';
import { HouseSecrets } from './house-secrets.js';
import { createLogger } from './http/logging.js';
import { linkIn } from './http/link-token.js';
import { PublicKeys } from './http/public-keys.js';
import { readSettings } from './settings.js';

describe('Customers’ links', () => {
  const place = mkdtempSync(join(tmpdir(), 'redress-links-'));
  afterAll(() => rmSync(place, { recursive: true, force: true }));
  const link = {
    complaintId: '0b5b7c0e-6b1e-4c3a-9a44-1f0c2d3e4f50',
    generation: 1,
    expiresAt: new Date('2026-05-31T09:00:00Z'),
  };

  it('have a key pair of their own, made once, of which the private half is for its owner only', async () => {
    const first = await HouseSecrets.in(place);
    const key = readFileSync(first.linkPrivateKeyFile, 'utf8');
    const again = await HouseSecrets.in(place);
    expect(readFileSync(again.linkPrivateKeyFile, 'utf8')).toBe(key);
    expect(statSync(first.linkPrivateKeyFile).mode & 0o077).toBe(0);
    expect(readFileSync(first.linkPublicKeysFile, 'utf8')).not.toContain('"d"');
    expect(key).not.toBe(readFileSync(first.signInPrivateKeyFile, 'utf8'));
  });

  it('lead to the customer’s page, with what no browser sends behind the number sign, and are made alike', async () => {
    const secrets = await HouseSecrets.in(place);
    const links = await CustomerLinks.open(secrets.linkPrivateKeyFile, 'https://care.example.com');
    const { token, url } = await links.make(link);
    expect(url).toBe(`https://care.example.com/my-complaint#${token}`);
    expect(await links.make(link)).toEqual({ token, url });
    expect(decodeJwt(token)).toEqual({
      iss: 'redress',
      complaintId: link.complaintId,
      generation: 1,
      scope: 'customer',
      exp: link.expiresAt.getTime() / 1000,
    });
    const keys = await PublicKeys.open([secrets.linkPublicKeysFile], 0, createLogger({ level: 'silent' }));
    expect(await linkIn(token, keys, new Date('2026-03-02T09:00:00Z'))).toEqual(link);
  });

  it('are signed by an exchanged key from then on', async () => {
    const secrets = await HouseSecrets.in(place);
    const links = await CustomerLinks.open(secrets.linkPrivateKeyFile, 'https://care.example.com');
    const other = await HouseSecrets.made(join(place, 'other'));
    const next = readFileSync(other.linkPrivateKeyFile, 'utf8');
    const before = decodeProtectedHeader((await links.make(link)).token);
    writeFileSync(secrets.linkPrivateKeyFile, next);
    const after = decodeProtectedHeader((await links.make(link)).token);
    expect(after.kid).toBe((JSON.parse(next) as { kid: string }).kid);
    expect(after.kid).not.toBe(before.kid);
  });

  it('are made by nobody who lacks the private key', async () => {
    const secrets = await HouseSecrets.made(join(place, 'lacking'));
    rmSync(secrets.linkPrivateKeyFile);
    expect(HouseSecrets.given(secrets.directory).directory).toBe(secrets.directory);
    await expect(CustomerLinks.open(secrets.linkPrivateKeyFile, '')).rejects.toThrow('ENOENT');
    rmSync(secrets.linkPublicKeysFile);
    expect(() => HouseSecrets.given(secrets.directory)).toThrow('lacks customer-link.public.json');
  });

  it('begin with the address that customers reach', () => {
    const of = (PUBLIC_URL: string): string => readSettings({ PUBLIC_URL }).publicUrl;
    expect(of('https://care.example.com/')).toBe('https://care.example.com');
    expect(of('https://example.com/care//')).toBe('https://example.com/care');
    expect(readSettings({ HOST: '::1', PORT: '8080' }).publicUrl).toBe('http://[::1]:8080');
    for (const wrong of [
      'care.example.com',
      'ftp://x',
      'javascript:alert(1)',
      'https://x?a=1',
      'https://x#a',
      'https://a:b@x',
    ])
      expect(() => of(wrong)).toThrow('PUBLIC_URL looks like https://care.example.com');
  });
});

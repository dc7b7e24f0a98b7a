import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';

import { customerKeyOf, secretFile, versionedSecretFile } from './pseudonym.js';

const secret = randomBytes(32);

describe('The pseudonym of a customer', () => {
  test('It is a UUID of version 8, the same for the same id and secret.', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        const id = `${text}x`;
        expect(customerKeyOf(secret, id)).toMatch(
          /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        );
        expect(customerKeyOf(secret, id)).toBe(customerKeyOf(Buffer.from(secret), id));
        expect(customerKeyOf(secret, id)).not.toBe(customerKeyOf(randomBytes(32), id));
      }),
    );
  });

  test('It does not change from one release to the next.', () => {
    expect(customerKeyOf(Buffer.alloc(32, 7), 'C-100 김민지')).toBe('5b203cf9-8377-8226-92b8-e953fc99de9b');
  });

  test('Blanks around an id and how its characters are composed make no other customer; all else does.', () => {
    expect(customerKeyOf(secret, ' C-1\n')).toBe(customerKeyOf(secret, 'C-1'));
    expect(customerKeyOf(secret, '김'.normalize('NFD'))).toBe(customerKeyOf(secret, '김'));
    expect(customerKeyOf(secret, 'c-1')).not.toBe(customerKeyOf(secret, 'C-1'));
  });

  test('There is none for a customer without an id.', () => {
    expect(() => customerKeyOf(secret, ' ')).toThrow('without an id');
  });
});

describe('A file with a secret', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'secret-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  test('It is made once, for its owner only, and the same secret is read ever after.', () => {
    const path = join(directory, 'new', 'pseudonyms');
    const made = secretFile(path);
    expect(made).toHaveLength(32);
    expect(secretFile(path)).toEqual(made);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(directory, 'new'))).toEqual(['pseudonyms']);
  });

  test('One that an operator wrote is read; one that holds anything else is refused.', () => {
    const path = join(directory, 'pseudonyms');
    writeFileSync(path, secret.toString('base64'));
    expect(secretFile(path)).toEqual(secret);
    writeFileSync(path, '');
    expect(() => secretFile(path)).toThrow('is not 32 bytes in base64');
    expect(readFileSync(path, 'utf8')).toBe('');
  });
});

describe('Secrets that are rotated', () => {
  const place = mkdtempSync(join(tmpdir(), 'redress-secrets-'));
  const path = join(place, 'request.secret');
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  test('The first one is made, and is version 1; those that are added come before it.', () => {
    const [first] = versionedSecretFile(path);
    expect(first).toMatchObject({ version: 1 });
    const newer = randomBytes(32);
    writeFileSync(path, `1:${first?.secret.toString('base64')}\n2:${newer.toString('base64')}\n`);
    expect(versionedSecretFile(path)).toEqual([{ version: 2, secret: newer }, first]);
  });

  test('A file that cannot be meant is refused, without saying what is in it.', () => {
    const one = randomBytes(32).toString('base64');
    const refused = (text: string): RegExp | string => {
      writeFileSync(path, text);
      try {
        versionedSecretFile(path);
        return 'not refused';
      } catch (error) {
        return (error as Error).message.replace(path, 'the file');
      }
    };
    expect(refused('')).toBe('There is no secret in the file.');
    expect(refused(`1:${one}\n1:${one}\n`)).toBe('the file gives one version two secrets.');
    expect(refused(`1:${one}\n${one}\n`)).toBe('Line 2 of the file is not "version:base64".');
    expect(refused('too short')).toBe('Line 1 of the file is not 32 bytes in base64.');
  });
});

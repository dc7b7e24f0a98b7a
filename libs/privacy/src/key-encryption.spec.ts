import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  KeyEncryptionFailed,
  generateKeyEncryptionFile,
  keyEncryptionFromFile,
  keyEncryptionFromText,
  newKey,
} from './key-encryption.js';
import { handMovedClock } from './testing/hand-moved-clock.js';
import type { KeyName } from './vault.js';

const name: KeyName = { subject: 'c-1', purpose: 'contact', generation: 1 };
const lineOf = (version: number): string => `${version}:${randomBytes(32).toString('base64')}`;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'key-encryption-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('A key-encryption key', () => {
  test('What it wraps it unwraps, and shows nothing of the key.', () => {
    const [encryption, key] = [keyEncryptionFromText(lineOf(1)), newKey()];
    const wrapped = encryption.wrap(name, key);
    expect(encryption.unwrap(name, wrapped)).toEqual(key);
    expect(wrapped.wrapped.includes(key.subarray(0, 8))).toBe(false);
  });

  test('A wrapped key opens under its own name only.', () => {
    const encryption = keyEncryptionFromText(lineOf(1));
    const wrapped = encryption.wrap(name, newKey());
    for (const other of [{ subject: 'c-2' }, { purpose: 'record' as const }, { generation: 2 }])
      expect(() => encryption.unwrap({ ...name, ...other }, wrapped)).toThrow(KeyEncryptionFailed);
  });

  test('The newest version wraps, whatever the order of the lines; all unwrap.', () => {
    const [two, ten] = [lineOf(2), lineOf(10)];
    const key = newKey();
    const old = keyEncryptionFromText(two).wrap(name, key);
    const rotated = keyEncryptionFromText(`# rotated in March\r\n${ten}\n\n${two}\n`);
    expect(rotated.wrap(name, key).kekVersion).toBe(10);
    expect(rotated.unwrap(name, old)).toEqual(key);
  });

  test('A version that is not at hand, or is another key, fails by name.', () => {
    const wrapped = keyEncryptionFromText(lineOf(1)).wrap(name, newKey());
    expect(() => keyEncryptionFromText(lineOf(2)).unwrap(name, wrapped)).toThrow(/of version 1/);
    expect(() => keyEncryptionFromText(lineOf(1)).unwrap(name, wrapped)).toThrow(KeyEncryptionFailed);
  });

  test.each([
    ['', 'There is no key'],
    ['1', 'Line 1 of the key-encryption keys is not "version:base64"'],
    ['0:AAAA', 'Line 1'],
    [`1:${randomBytes(31).toString('base64')}`, 'Line 1 of the key-encryption keys is not 32 bytes'],
    [`1:${'*'.repeat(44)}`, 'is not 32 bytes in base64'],
    [`${lineOf(1)}\n${lineOf(1)}`, 'Line 2 of the key-encryption keys gives version 1 a second key'],
  ])('What is no list of keys is refused: %#', (text, message) => {
    expect(() => keyEncryptionFromText(text)).toThrow(message);
  });

  test('No message tells a key.', () => {
    const secret = randomBytes(31).toString('base64');
    expect(() => keyEncryptionFromText(`1:${secret}`)).toThrow(expect.not.stringContaining(secret) as string);
  });
});

describe('A file of key-encryption keys', () => {
  test('It is made once, for its owner only, and left alone when it is there.', () => {
    const path = join(directory, 'keys', 'key-encryption');
    generateKeyEncryptionFile(path);
    const made = readFileSync(path, 'utf8');
    generateKeyEncryptionFile(path);
    expect(readFileSync(path, 'utf8')).toBe(made);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(keyEncryptionFromText(made).wrap(name, newKey()).kekVersion).toBe(1);
  });

  test('A version that is added wraps without a restart, and older keys go on opening.', () => {
    const [path, clock, first, second] = [join(directory, 'keys'), handMovedClock(), lineOf(1), lineOf(2)];
    writeFileSync(path, first);
    const encryption = keyEncryptionFromFile({ path, clock });
    const key = newKey();
    const old = encryption.wrap(name, key);
    writeFileSync(path, `${first}\n${second}\n`);
    expect(encryption.wrap(name, key).kekVersion).toBe(1);
    clock.move(2_000);
    expect(encryption.wrap(name, key).kekVersion).toBe(2);
    expect(encryption.unwrap(name, old)).toEqual(key);
  });

  test('A version that another process uses already is looked for at once.', () => {
    const [path, both] = [join(directory, 'keys'), `${lineOf(1)}\n${lineOf(2)}`];
    writeFileSync(path, both.split('\n')[0] as string);
    const encryption = keyEncryptionFromFile({ path, clock: handMovedClock() });
    writeFileSync(path, both);
    const key = newKey();
    expect(encryption.unwrap(name, keyEncryptionFromText(both).wrap(name, key))).toEqual(key);
  });

  test('A file that was spoilt or taken away is reported; the keys of before go on being used.', () => {
    const [path, clock, faults] = [join(directory, 'keys'), handMovedClock(), [] as unknown[]];
    writeFileSync(path, lineOf(1));
    const encryption = keyEncryptionFromFile({ path, clock, onFault: (fault) => faults.push(fault) });
    for (const spoil of [() => writeFileSync(path, 'nonsense'), () => rmSync(path)]) {
      spoil();
      clock.move(2_000);
      expect(encryption.wrap(name, newKey()).kekVersion).toBe(1);
    }
    expect(faults).toHaveLength(2);
    writeFileSync(path, lineOf(3));
    clock.move(2_000);
    expect(encryption.wrap(name, newKey()).kekVersion).toBe(3);
  });

  test('Without the file there is no start.', () => {
    expect(() => keyEncryptionFromFile({ path: join(directory, 'none'), clock: handMovedClock() })).toThrow('ENOENT');
  });
});

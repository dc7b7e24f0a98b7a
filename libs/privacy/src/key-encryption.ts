import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';

import type { WallClock } from '@redress/eventing';

import { createPrivateFile, keyAsText, keyFromText } from './private-file.js';
import type { KeyName, WrappedKey } from './vault.js';

/** Encrypts the keys that the vault keeps. A wrapped key opens under its own name only. */
export interface KeyEncryption {
  /** With the newest version. */
  wrap(name: KeyName, key: Buffer): WrappedKey;
  /** With whichever version wrapped it; throws `KeyEncryptionFailed`. */
  unwrap(name: KeyName, wrapped: WrappedKey): Buffer;
}

/** The version that wrapped a key is not at hand, or is not the one it says. Never means that anything was forgotten. */
export class KeyEncryptionFailed extends Error {
  constructor(detail: string, cause?: unknown) {
    super(detail, { cause });
    this.name = 'KeyEncryptionFailed';
  }
}

export const newKey = (): Buffer => randomBytes(32);

type Versions = ReadonlyMap<number, Buffer>;
const line = /^([1-9]\d{0,8}):(\S+)$/;

/** Lines `<version>:<base64 of 32 bytes>`; empty lines and lines that begin with # say nothing. */
const versionsIn = (text: string, where: string): Versions => {
  const versions = new Map<number, Buffer>();
  text.split(/\r?\n/).forEach((raw, index) => {
    const written = raw.trim();
    if (written === '' || written.startsWith('#')) return;
    const [, version, key] = line.exec(written) ?? [];
    const place = `Line ${index + 1} of ${where}`;
    if (version === undefined || key === undefined) throw new Error(`${place} is not "version:base64".`);
    if (versions.has(Number(version))) throw new Error(`${place} gives version ${version} a second key.`);
    versions.set(Number(version), keyFromText(key, place));
  });
  if (versions.size === 0) throw new Error(`There is no key in ${where}.`);
  return versions;
};

const ivBytes = 12;
const tagBytes = 16;
const nameAsData = ({ subject, purpose, generation }: KeyName): Buffer =>
  Buffer.from(`${subject}|${purpose}|${generation}`);

/** `needed`: a version that must be among them if it exists at all. */
const keyEncryption = (versions: (needed?: number) => Versions): KeyEncryption => ({
  wrap: (name, key) => {
    const known = versions();
    const kekVersion = Math.max(...known.keys());
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', known.get(kekVersion) as Buffer, iv, { authTagLength: tagBytes });
    cipher.setAAD(nameAsData(name));
    return { kekVersion, wrapped: Buffer.concat([iv, cipher.update(key), cipher.final(), cipher.getAuthTag()]) };
  },

  unwrap: (name, { wrapped, kekVersion }) => {
    const key = versions(kekVersion).get(kekVersion);
    if (!key) throw new KeyEncryptionFailed(`There is no key-encryption key of version ${kekVersion}.`);
    try {
      const cipher = createDecipheriv('aes-256-gcm', key, wrapped.subarray(0, ivBytes), { authTagLength: tagBytes })
        .setAAD(nameAsData(name))
        .setAuthTag(wrapped.subarray(-tagBytes));
      return Buffer.concat([cipher.update(wrapped.subarray(ivBytes, -tagBytes)), cipher.final()]);
    } catch (error) {
      const { subject, purpose, generation } = name;
      throw new KeyEncryptionFailed(
        `Version ${kekVersion} does not unwrap the key of ${subject} for ${purpose}, generation ${generation}.`,
        error,
      );
    }
  },
});

/** From the environment: the lines of a key-encryption file. */
export const keyEncryptionFromText = (text: string): KeyEncryption => {
  const versions = versionsIn(text, 'the key-encryption keys');
  return keyEncryption(() => versions);
};

export interface KeyEncryptionFileOptions {
  readonly path: string;
  readonly clock: WallClock;
  readonly lookAgainMs?: number;
  /** Hears of a changed file that cannot be read; the keys of before go on being used. */
  readonly onFault?: (fault: unknown) => void;
}

/**
 * From a file that is read again when it has changed, so that keys are rotated without a restart: first add the new
 * version everywhere, and take an old one away only when no row of the vault names it any more.
 * Throws when the file cannot be read at the start.
 */
export const keyEncryptionFromFile = (options: KeyEncryptionFileOptions): KeyEncryption => {
  const { path, clock, lookAgainMs = 2_000, onFault } = options;
  const stamp = (): string => {
    const { mtimeNs, size, ino } = statSync(path, { bigint: true });
    return `${mtimeNs} ${size} ${ino}`;
  };
  let stamped = stamp();
  let versions = versionsIn(readFileSync(path, 'utf8'), path);
  let lookedAt = clock.now().getTime();

  const lookAgain = (): void => {
    try {
      const found = stamp();
      if (found === stamped) return;
      versions = versionsIn(readFileSync(path, 'utf8'), path);
      stamped = found;
    } catch (fault) {
      onFault?.(fault);
    }
  };

  return keyEncryption((needed) => {
    const now = clock.now().getTime();
    // Another process may wrap with a new version before it is our time to look.
    const isUnknown = needed !== undefined && !versions.has(needed);
    if (isUnknown || Math.abs(now - lookedAt) >= lookAgainMs) {
      lookedAt = now;
      lookAgain();
    }
    return versions;
  });
};

/** Makes a file with one key of version 1 (mode 600) where there is none; safe when several processes start at once. */
export const generateKeyEncryptionFile = (path: string): void =>
  createPrivateFile(path, () => `1:${keyAsText(newKey())}\n`);

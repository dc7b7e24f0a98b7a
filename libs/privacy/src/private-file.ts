import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes the file where there is none, readable by its owner only, and leaves one that exists as it is.
 * Among processes that race one wins, and nobody ever sees half a file: it appears under its name when it is whole.
 */
export const createPrivateFile = (path: string, text: () => string): void => {
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    writeDurably(draft, text());
    // A link, unlike a renaming, fails where the name is taken.
    linkSync(draft, path);
    syncDirectory(dirname(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
};

const writeDurably = (path: string, text: string): void => {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

/** Keys that vanish in a power cut after data was sealed with them could not be had again. */
const syncDirectory = (path: string): void => {
  if (process.platform === 'win32') return;
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
};

const keyBytes = 32;

/** The 32 bytes of a key that is written in base64; names where it stands when it is anything else, never what it is. */
export const keyFromText = (text: string, where: string): Buffer => {
  const key = Buffer.from(text, 'base64');
  if (key.length !== keyBytes || key.toString('base64').replace(/=+$/, '') !== text.replace(/=+$/, ''))
    throw new Error(`${where} is not ${keyBytes} bytes in base64.`);
  return key;
};

export const keyAsText = (key: Buffer): string => key.toString('base64');

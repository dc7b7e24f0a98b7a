import { randomBytes, randomInt } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { faultsOf, PasswordSet } from '@redress/contracts';
import type { Accounts } from './accounts.adapter.js';
import { weaknessOf } from './credentials.rules.js';
import { firstAccounts } from './first-accounts.rules.js';

/** Without the letters and digits that are taken for each other. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Four groups of five, 99 bits: read out loud and typed without mistakes. */
const generated = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('')).join(
    '-',
  );

const usernames = firstAccounts.map(({ username }) => username).join(', ');

const textOf = (
  password: string,
): string => `The accounts of the first start. Change their passwords, then delete this file.

usernames: ${usernames}
password: ${password}
`;

const passwordFileIn = (dataDirectory: string): string => join(dataDirectory, 'sign-in.txt');

interface Settings {
  readonly dataDirectory: string;
  readonly initialPassword: string | undefined;
}

/**
 * File, then accounts, then what the log is told: a start that was interrupted anywhere is completed by the next one,
 * since accounts are made where there are none, and `tellLog` sends commands that happen once. Answers what to say to
 * whoever started the process; the password is among it once only.
 */
export const completeFirstStart = async (
  accounts: Accounts,
  { dataDirectory, initialPassword }: Settings,
  tellLog: () => Promise<void>,
): Promise<readonly string[]> => {
  const path = passwordFileIn(dataDirectory);
  const isFirst = await accounts.isEmpty();
  const said = isFirst ? await addAccounts(accounts, path, initialPassword) : [];
  if (await accounts.of(firstAccounts[0]?.personId ?? '')) await tellLog();
  if (said.length > 0) return said;
  return passwordIn(path) === undefined ? [] : [`The accounts of the first start are in ${path}`];
};

const addAccounts = async (
  accounts: Accounts,
  path: string,
  preset: string | undefined,
): Promise<readonly string[]> => {
  const password = firstPassword(path, preset);
  if ((await accounts.addFirst(firstAccounts, password)) === 'added')
    return [`Sign in as ${usernames}`, `  with the password ${password}, kept in ${path}`];
  // Another process was first. Where it has a data directory of its own, our file names nobody's password.
  const [first] = firstAccounts;
  const theirs = first && (await accounts.check(first.username, password));
  if (theirs?.kind === 'wrong') rmSync(path, { force: true });
  return [];
};

/**
 * The password of the accounts that the first start makes, durably in its file (mode 600) before any account has it: the
 * preset one, else what an interrupted start left there, else a new one. Throws a sentence for a preset one that
 * nobody could sign in with.
 */
export const firstPassword = (path: string, preset: string | undefined): string => {
  if (preset !== undefined) refuseUnfit(preset);
  const kept = passwordIn(path);
  if (kept === undefined || (preset !== undefined && preset !== kept)) {
    const draft = `${path}.${randomBytes(8).toString('hex')}`;
    try {
      writeDurably(draft, textOf(preset ?? generated()));
      if (preset !== undefined) renameSync(draft, path);
      else linkUnlessThere(draft, path);
    } finally {
      rmSync(draft, { force: true });
    }
  }
  chmodSync(path, 0o600);
  const password = passwordIn(path);
  if (password === undefined) throw new Error(`${path} names no password: remove it and start again.`);
  return password;
};

const refuseUnfit = (preset: string): void => {
  const [fault] = faultsOf(PasswordSet, { password: preset });
  const weakness = firstAccounts
    .map(({ username }) => weaknessOf(preset, username))
    .find((found) => found !== undefined);
  const detail = fault ? 'A password is one line of at most 1024 bytes.' : weakness?.detail;
  if (detail !== undefined) throw new Error(`INITIAL_PASSWORD cannot be used. ${detail}`);
};

/** `undefined` where there is no such file, or none of ours. */
const passwordIn = (path: string): string | undefined => {
  try {
    return /^password: (.+)$/m.exec(readFileSync(path, 'utf8'))?.[1];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
};

/** When several processes start at once, one of them is first, and all read what that one wrote. */
const linkUnlessThere = (draft: string, path: string): void => {
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
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

import { lstat, readdir, lchown } from 'node:fs/promises';
import { join } from 'node:path';
import { run, type Account } from './run.js';

/** PostgreSQL refuses to run as root. */
export const isRoot = (): boolean => process.getuid?.() === 0;

const idOf = async (option: '-u' | '-g', name: string): Promise<number | undefined> => {
  const { code, output } = await run('id', [option, name]);
  return code === 0 ? Number(output) : undefined;
};

const accountNamed = async (name: string): Promise<Account | undefined> => {
  const [uid, gid] = await Promise.all([idOf('-u', name), idOf('-g', name)]);
  return uid && gid !== undefined ? { uid, gid } : undefined;
};

const NAME = 'redress';

/** In the words of the tools that systems have: shadow on most, busybox on Alpine. */
const WAYS_TO_MAKE_ONE: readonly (readonly (readonly string[])[])[] = [
  [['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', NAME]],
  [
    ['addgroup', '-S', NAME],
    ['adduser', '-S', '-D', '-H', '-G', NAME, NAME],
  ],
];

const makeAccount = async (): Promise<Account | undefined> => {
  for (const commands of WAYS_TO_MAKE_ONE) {
    for (const [program, ...args] of commands) await run(program as string, args);
    const made = await accountNamed(NAME);
    if (made) return made;
  }
  return undefined;
};

/** The user that PostgreSQL runs as when this process is root: one that is there, or else one made now. */
export const unprivilegedAccount = async (log: (line: string) => void): Promise<Account> => {
  for (const name of ['postgres', '_postgres', NAME]) {
    const found = await accountNamed(name);
    if (found) return found;
  }
  const made = await makeAccount();
  if (!made) {
    throw new Error(
      `PostgreSQL refuses to run as root, and the user "${NAME}" could not be made for it. Start Redress as another ` +
        'user, make a system user with that name, or name a PostgreSQL server in DATABASE_URL.',
    );
  }
  log(`PostgreSQL refuses to run as root: the system user "${NAME}" was made for it.`);
  return made;
};

/** Found out by trying, because mode bits are not all that decides (access lists, mounts, security modules). */
export const canEnter = async (account: Account, directory: string): Promise<boolean> =>
  (await run('/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory], account)).code === 0;

export const canRun = async (account: Account, program: string): Promise<boolean> =>
  (await run(program, ['--version'], account)).code === 0;

/** The directory and all below it belong to the account afterwards. */
export const giveTo = async (account: Account, directory: string): Promise<void> => {
  await lchown(directory, account.uid, account.gid);
  if (!(await lstat(directory)).isDirectory()) return;
  for (const name of await readdir(directory)) await giveTo(account, join(directory, name));
};

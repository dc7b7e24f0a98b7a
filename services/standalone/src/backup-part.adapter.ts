import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, lstat, mkdir, open, readdir, readFile, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Says to whoever waits how far it is. */
export type Say = (line: string) => void;

interface Folder {
  /** Below the root, with slashes. */
  readonly path: string;
  readonly mode: number;
}
interface File extends Folder {
  readonly bytes: number;
}
interface Listing {
  readonly folders: readonly Folder[];
  readonly files: readonly File[];
}

/** What stands beside the files of a part of a backup; modes are those of the files, sums are SHA-256 in hex. */
export interface Manifest<About> {
  readonly format: 1;
  readonly about: About;
  readonly folders: readonly Folder[];
  readonly files: readonly (File & { readonly sha256: string })[];
}

const PERMISSIONS = 0o777;

const listingOf = async (root: string, isWanted: (path: string) => boolean): Promise<Listing> => {
  const folders: Folder[] = [];
  const files: File[] = [];
  const list = async (folder: string): Promise<void> => {
    for (const name of (await readdir(join(root, folder))).sort()) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (!isWanted(path)) continue;
      const found = await lstat(join(root, path));
      const mode = found.mode & PERMISSIONS;
      if (found.isFile()) files.push({ path, mode, bytes: found.size });
      else if (found.isDirectory()) folders.push({ path, mode });
      else throw new Error(`${join(root, path)} is neither a file nor a folder: such a one cannot be backed up.`);
      if (found.isDirectory()) await list(path);
    }
  };
  await list('');
  return { folders, files };
};

const bytesOf = (files: readonly File[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

export const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

/** How many files, how large. */
export const sizeOf = ({ files }: Pick<Listing, 'files'>): string =>
  `${files.length} files, ${megabytes(bytesOf(files))}`;

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no space left',
  EDQUOT: 'there is no space left for this user',
  EACCES: 'this user may not do that',
  EPERM: 'this user may not do that',
  EROFS: 'it can only be read',
};

const couldNot = (what: string, error: unknown): Error => {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new Error(`Could not ${what}: ${reasons[code] ?? message}.`, { cause: error });
};

const requireSpace = async (directory: string, bytes: number): Promise<void> => {
  const { bavail, bsize } = await statfs(directory);
  if (bavail * bsize >= bytes) return;
  throw new Error(`${directory} has no space for ${megabytes(bytes)}: ${megabytes(bavail * bsize)} are free.`);
};

const digest = async (path: string, each: (chunk: Buffer) => Promise<void> = async () => {}): Promise<string> => {
  const hash: Hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1_048_576 })) {
    hash.update(chunk as Buffer);
    await each(chunk as Buffer);
  }
  return hash.digest('hex');
};

const copyFile = async (from: string, to: string, mode: number): Promise<string> => {
  const target = await open(to, 'wx', mode);
  try {
    const sha256 = await digest(from, async (chunk) => target.writeFile(chunk));
    // The mask of this process may have taken from it.
    await target.chmod(mode);
    await target.sync();
    return sha256;
  } finally {
    await target.close();
  }
};

/** Else a power cut might take the names of files that are on the disk. */
export const syncFolder = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
};

/** Copies files into an existing folder, through to the disk, and answers their sums. */
const copyAll = async (from: string, to: string, { folders, files }: Listing, say: Say): Promise<string[]> => {
  await requireSpace(to, bytesOf(files));
  for (const { path } of folders) await mkdir(join(to, path), { mode: 0o700 });
  const sums: string[] = [];
  let copied = 0;
  let said = performance.now();
  for (const { path, mode, bytes } of files) {
    const sum = await copyFile(join(from, path), join(to, path), mode).catch((error: unknown) => {
      throw couldNot(`copy ${join(from, path)} to ${join(to, path)}`, error);
    });
    sums.push(sum);
    copied += bytes;
    if (performance.now() - said < 2_000) continue;
    said = performance.now();
    say(`${megabytes(copied)} of ${megabytes(bytesOf(files))} …`);
  }
  // Deepest first: a folder that may not be written any more could not take its content.
  for (const { path, mode } of [...folders].reverse()) {
    await syncFolder(join(to, path));
    await chmod(join(to, path), mode);
  }
  await syncFolder(to);
  return sums;
};

const contentOf = (part: string): string => join(part, 'content');
const manifestOf = (part: string): string => join(part, 'manifest.json');

/** What to back up: the wanted files below a root. */
export interface Source {
  readonly root: string;
  readonly isWanted: (path: string) => boolean;
}

/** Makes a part of a backup: a folder with a copy of the files and a manifest beside them. */
export const writePart = async <About>(
  part: string,
  source: Source,
  about: About,
  say: Say,
): Promise<{ readonly manifest: Manifest<About>; readonly sha256: string }> => {
  const listing = await listingOf(source.root, source.isWanted);
  await mkdir(contentOf(part), { recursive: true, mode: 0o700 });
  const sums = await copyAll(source.root, contentOf(part), listing, say);
  const files = listing.files.map((file, index) => ({ ...file, sha256: String(sums[index]) }));
  const manifest: Manifest<About> = { format: 1, about, folders: listing.folders, files };
  await writeFile(manifestOf(part), `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600, flush: true });
  return { manifest, sha256: await digest(manifestOf(part)) };
};

const readManifest = async <About>(part: string): Promise<Manifest<About>> => {
  const text = await readFile(manifestOf(part), 'utf8').catch((error: unknown) => {
    throw couldNot(`read ${manifestOf(part)}, so ${dirname(manifestOf(part))} is not part of a backup`, error);
  });
  try {
    const manifest = JSON.parse(text) as Partial<Manifest<About>> | null;
    if (manifest?.format === 1 && Array.isArray(manifest.files)) return manifest as Manifest<About>;
  } catch (error) {
    throw new Error(`${manifestOf(part)} is damaged or was changed.`, { cause: error });
  }
  throw new Error(`${manifestOf(part)} is of another format than this version reads.`);
};

/** Reads every file of a part and compares. Rejects with a sentence that names the first one that is not as it was. */
export const verifyPart = async <About>(part: string): Promise<Manifest<About>> => {
  const manifest = await readManifest<About>(part);
  const content = contentOf(part);
  const there = await listingOf(content, () => true);
  const bytes = new Map(there.files.map((file) => [file.path, file.bytes]));
  for (const file of manifest.files) {
    const path = join(content, file.path);
    if (!bytes.has(file.path)) throw new Error(`${path} is missing: the backup is not complete.`);
    const sha256 = await digest(path).catch((error: unknown) => {
      throw couldNot(`read ${path}`, error);
    });
    if (sha256 !== file.sha256) throw new Error(`${path} is damaged or was changed: its SHA-256 is another.`);
    bytes.delete(file.path);
  }
  for (const path of bytes.keys()) throw new Error(`${join(content, path)} was not backed up: somebody added it.`);
  return manifest;
};

/** Copies the files of a verified part into an existing folder. */
export const readPart = async (part: string, to: string, manifest: Manifest<unknown>, say: Say): Promise<void> => {
  const sums = await copyAll(contentOf(part), to, manifest, say);
  const changed = manifest.files.find(({ sha256 }, index) => sha256 !== sums[index]);
  if (changed) throw new Error(`${join(contentOf(part), changed.path)} changed while it was restored.`);
};

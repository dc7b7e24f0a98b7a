import { transformFile } from '@swc/core';
import { spawn } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

// For the specs beside it: what several processes do to each other is tried with real ones, which run this code.

const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url));
const FOR_SPECS = ['separate-process.ts', 'server-fixture.ts'];
const HERE = fileURLToPath(new URL('.', import.meta.url));

export interface SeparateProcess {
  readonly pid: number;
  /** The next line that begins so, without its beginning; lines before it are passed over. */
  line(beginning: string): Promise<string>;
  say(line: string): void;
  /** Sends the signal and waits for the end, whatever brought it about. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** By every user, whatever the umask: some processes run as another one. */
const writeReadable = async (file: string, text: string): Promise<void> => {
  await writeFile(file, text);
  await chmod(file, 0o644);
};

/** Makes this folder's code and the scripts runnable by plain Node in a directory that is not there yet. */
export const compileTo = async (directory: string, scripts: Readonly<Record<string, string>>): Promise<void> => {
  const options = JSON.parse(await readFile(join(REPOSITORY, '.swcrc'), 'utf8')) as object;
  await mkdir(directory);
  await chmod(directory, 0o755);
  await writeReadable(join(directory, 'package.json'), '{"type":"module"}');
  await symlink(join(REPOSITORY, 'node_modules'), join(directory, 'node_modules'));
  for (const name of await readdir(HERE)) {
    if (name.endsWith('.spec.ts') || FOR_SPECS.includes(name)) continue;
    const { code } = await transformFile(join(HERE, name), { ...options, swcrc: false });
    await writeReadable(join(directory, name.replace(/\.ts$/, '.js')), code);
  }
  for (const [name, text] of Object.entries(scripts)) await writeReadable(join(directory, name), text);
};

export interface ProcessOptions {
  readonly uid?: number;
  readonly gid?: number;
  /** In a process group of its own, as a shell gives every command. */
  readonly detached?: boolean;
}

export const startProcess = (
  script: string,
  args: readonly string[],
  options: ProcessOptions = {},
): SeparateProcess => {
  const child = spawn(process.execPath, [script, ...args], { cwd: '/', stdio: ['pipe', 'pipe', 'pipe'], ...options });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString('utf8')));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    pid: child.pid as number,
    line: async (beginning) => {
      for (;;) {
        const { value, done } = await lines.next();
        if (done) throw new Error(`The process ended before it said "${beginning}". ${complaint}`);
        if (value.startsWith(beginning)) return value.slice(beginning.length);
      }
    },
    say: (line) => void child.stdin.write(`${line}\n`),
    end: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
};

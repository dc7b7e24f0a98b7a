import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { WrongUse } from './options.js';

/** Redress, started as `npm start` starts it. */
export interface StartedProduct {
  readonly url: string;
  readonly ended: Promise<number>;
  /** As Ctrl-C would. Answers the exit code. */
  stop(): Promise<number>;
}

const root = join(import.meta.dirname, '..', '..', '..', '..');
const ready = /^Redress is ready at (\S+) /;
const lastWords = 'Ctrl-C stops it.';

/** What it prints is handed on. Rejects when it ends before it is ready. */
export const startProduct = async (dataDirectory: string, say: (line: string) => void): Promise<StartedProduct> => {
  const child = spawn(process.execPath, [join('scripts', 'start.mjs')], {
    cwd: root,
    env: { ...process.env, LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error', DATA_DIR: resolve(root, dataDirectory) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number>((settle) => {
    child.once('error', () => settle(1));
    child.once('exit', (code) => settle(code ?? 1));
  });
  const stop = (): Promise<number> => {
    child.kill('SIGTERM');
    return ended;
  };
  const url = await new Promise<string>((settle, reject) => {
    let address: string | undefined;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.trim() !== '') say(line);
      address = ready.exec(line)?.[1] ?? address;
      if (address !== undefined && line.startsWith(lastWords)) settle(address);
    });
    void ended.then((code) => reject(new Error(`Redress ended with ${code} before it was ready.`)));
  });
  return { url, ended, stop };
};

/** After `password:`, as the first start writes it, or else the first line. */
export const passwordIn = (file: string): string => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new WrongUse(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}): name another --password-file.`,
    );
  }
  const password = (/^password: (.+)$/m.exec(text) ?? /^(.+)$/m.exec(text))?.[1]?.trimEnd();
  if (password === undefined) throw new WrongUse(`There is no password in ${file}.`);
  return password;
};

export const firstPasswordFile = (dataDirectory: string): string => resolve(root, dataDirectory, 'sign-in.txt');

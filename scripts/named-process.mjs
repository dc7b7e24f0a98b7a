import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { root } from './workspace.mjs';

/** A process whose every line is printed behind its name. In a group of its own, so that a terminal's Ctrl-C leaves it alone. */
export const startNamed = ({ name, width, command, args, env }) => {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const listeners = new Set();
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      if (line.trim() !== '') console.log(`${name.padEnd(width)} | ${line}`);
      for (const hear of listeners) hear(line);
    });
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => resolve(signal === null ? `ended with ${code}` : `was ended by ${signal}`));
  });
  return {
    name,
    ended,
    /** Resolves once it printed this; rejects when it ends before. */
    printed: (words) =>
      new Promise((resolve, reject) => {
        const hear = (line) => {
          if (!line.includes(words)) return;
          listeners.delete(hear);
          resolve();
        };
        listeners.add(hear);
        ended.then((how) => reject(new Error(`${name} ${how}.`)));
      }),
    /** SIGTERM, and after the period SIGKILL. Answers how it ended. */
    stop: async (periodMs) => {
      child.kill('SIGTERM');
      const cut = setTimeout(() => child.kill('SIGKILL'), periodMs);
      const how = await ended;
      clearTimeout(cut);
      return how;
    },
    kill: () => child.kill('SIGKILL'),
  };
};

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './workspace.mjs';

/** Two signals this close together are one wish: a terminal tells the whole group, and npm passes on what it hears. */
const sameWishMs = 2_000;

/**
 * Runs Node.js with these arguments, passes on what it is told to do, and answers its exit code.
 *
 * `ownGroup` keeps the terminal's Ctrl-C from the child, so that it hears each wish once, from here.
 * @param {readonly string[]} args
 * @param {{ ownGroup?: boolean, env?: Record<string, string | undefined> }} options
 * @returns {Promise<number>}
 */
export const runNode = (args, { ownGroup = false, env = {} } = {}) =>
  new Promise((settle) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: 'inherit',
      detached: ownGroup && process.platform !== 'win32',
      env: { ...process.env, ...env },
    });
    let toldAt = Number.NEGATIVE_INFINITY;
    const tell = (signal) => {
      if (performance.now() - toldAt < sameWishMs) return;
      toldAt = performance.now();
      child.kill(signal);
    };
    process.on('SIGINT', () => tell('SIGINT'));
    process.on('SIGTERM', () => tell('SIGTERM'));
    process.on('SIGHUP', () => tell('SIGTERM'));
    child.on('error', (error) => {
      console.error(error.message);
      settle(1);
    });
    child.on('exit', (code, signal) => settle(code ?? 128 + constants.signals[signal]));
  });

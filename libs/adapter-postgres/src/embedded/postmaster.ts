import { spawn, type ChildProcess } from 'node:child_process';
import { chown, open, readFile } from 'node:fs/promises';
import { programOf } from './binaries.js';
import { endServer } from './end-server.js';
import type { Place } from './place.js';
import { isReady } from './postmaster-file.js';
import { within } from './processes.js';
import { lastLines, spawning } from './run.js';
import { settingArguments, type Settings } from './settings.js';

export interface Postmaster {
  readonly port: number;
  stop(): Promise<void>;
}

export interface PostmasterQuestion {
  readonly place: Place;
  readonly logFile: string;
  readonly settings: Settings;
  readonly freePort: () => Promise<number>;
  readonly log: (line: string) => void;
  readonly onExit: (sentence: string) => void;
}

const LARGEST_LOG_BYTES = 10 * 1024 * 1024;

/** The server's log, emptied when it has grown large. Appending, so that emptying it is possible at any time. */
const openLog = async ({ logFile, place }: PostmasterQuestion) => {
  const handle = await open(logFile, 'a', 0o600);
  if (place.account) await chown(logFile, place.account.uid, place.account.gid);
  const { size } = await handle.stat();
  if (size > LARGEST_LOG_BYTES) await handle.truncate();
  return { handle, start: size > LARGEST_LOG_BYTES ? 0 : size };
};

const writtenSince = async (logFile: string, start: number): Promise<string> =>
  (await readFile(logFile)).subarray(start).toString('utf8');

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

const waysOut = (child: ChildProcess): string =>
  child.signalCode ? `signal ${child.signalCode}` : `exit code ${child.exitCode}`;

/** Detached, in a process group of its own: Ctrl-C in a terminal must not end it before those that still use it. */
const begin = (question: PostmasterQuestion, port: number, log: number): Promise<ChildProcess> =>
  new Promise((resolve, reject) => {
    const { place, settings } = question;
    const args = ['-D', place.cluster, ...settingArguments(port, settings)];
    const child = spawn(programOf(place.binaries, 'postgres'), args, {
      ...spawning(place.account),
      detached: true,
      stdio: ['ignore', log, log],
    });
    child.once('spawn', () => resolve(child));
    child.once('error', (error) => reject(new Error(`PostgreSQL cannot be run: ${error.message}.`, { cause: error })));
  });

/** Long, because after a crash everything since the last checkpoint is done again before the server is ready. */
const LONGEST_START_MS = 300_000;

const isUp = async ({ place, log }: PostmasterQuestion, child: ChildProcess): Promise<boolean> => {
  const sayItTakesLong = (): void => log('PostgreSQL is still starting: after a crash it repairs its files first.');
  const notice = setTimeout(sayItTakesLong, 5_000);
  const settled = await within(
    LONGEST_START_MS,
    async () => hasEnded(child) || (await isReady(place.cluster, child.pid as number)),
  ).finally(() => clearTimeout(notice));
  if (!settled) await end(place, child);
  return !hasEnded(child);
};

const end = (place: Place, child: ChildProcess): Promise<void> =>
  endServer(place.binaries, child.pid as number, (milliseconds) => within(milliseconds, () => hasEnded(child)));

/** A process that ends without having stopped its server still asks it to end, rather than leave it behind. */
const guard = (question: PostmasterQuestion, child: ChildProcess, port: number, start: number): Postmaster => {
  const { place, logFile, onExit } = question;
  const askToEnd = (): void => void child.kill('SIGINT');
  process.once('exit', askToEnd);
  child.unref();

  const reportExit = async (): Promise<void> => {
    process.off('exit', askToEnd);
    const said = await writtenSince(logFile, start).catch(() => '');
    onExit(`PostgreSQL ended unexpectedly (${waysOut(child)}). It last said:\n${lastLines(said)}`);
  };
  const onChildExit = (): void => void reportExit();
  child.once('exit', onChildExit);
  if (hasEnded(child)) onChildExit();

  return {
    port,
    stop: async () => {
      child.off('exit', onChildExit);
      process.off('exit', askToEnd);
      if (!hasEnded(child)) await end(place, child);
    },
  };
};

const PORT_TAKEN = /could not create any TCP\/IP sockets|could not bind/;
/**
 * Sessions of a server that was killed alone end by themselves, but not at once; and a killed server counts as there
 * until the system has buried it.
 */
const STILL_IN_USE = /is still in use|lock file "postmaster\.pid" already exists/;

const MOST_PORTS = 10;
const LONGEST_WAIT_MS = 10_000;
const PAUSE_MS = 50;

/** Starts a server on the cluster and waits until it accepts connections. */
export const startPostmaster = async (question: PostmasterQuestion): Promise<Postmaster> => {
  const begun = performance.now();
  for (let ports = 1; ; ports += 1) {
    const port = await question.freePort();
    const { handle, start } = await openLog(question);
    const child = await begin(question, port, handle.fd).finally(() => handle.close());
    if (await isUp(question, child)) return guard(question, child, port, start);

    const said = await writtenSince(question.logFile, start);
    const again = STILL_IN_USE.test(said)
      ? performance.now() - begun < LONGEST_WAIT_MS
      : PORT_TAKEN.test(said) && ports < MOST_PORTS;
    if (!again) throw new Error(`PostgreSQL could not start (${waysOut(child)}). It said:\n${lastLines(said)}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
};

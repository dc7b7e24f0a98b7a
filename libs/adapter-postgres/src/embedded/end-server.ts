import { programOf, type Binaries } from './binaries.js';
import { run } from './run.js';

type Signal = 'SIGINT' | 'SIGQUIT' | 'SIGKILL';

/**
 * First the way that ends sessions and writes everything down, which a slow disk may take its time for; then without
 * the writing, which the next start makes up for; then by force.
 */
const WAYS: readonly (readonly [Signal, number])[] = [
  ['SIGINT', 20_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
];

const send = async (binaries: Binaries, pid: number, signal: Signal): Promise<void> => {
  if (process.platform === 'win32' && signal !== 'SIGKILL') {
    await run(programOf(binaries, 'pg_ctl'), ['kill', signal.slice('SIG'.length), String(pid)]);
    return;
  }
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
    throw new Error(`PostgreSQL (process ${pid}) belongs to another user and cannot be stopped.`, { cause: error });
  }
};

/**
 * Ends a server and waits for it, at most 30 s. `hasEnded` waits up to so many milliseconds and says whether the
 * process is gone.
 */
export const endServer = async (
  binaries: Binaries,
  pid: number,
  hasEnded: (milliseconds: number) => Promise<boolean>,
  ways = WAYS,
): Promise<void> => {
  for (const [signal, milliseconds] of ways) {
    await send(binaries, pid, signal);
    if (await hasEnded(milliseconds)) return;
  }
  throw new Error(`PostgreSQL (process ${pid}) does not end, not even by force.`);
};

import { randomUUID } from 'node:crypto';
import { Client, type Pool } from 'pg';

/** Tells readers that the log has grown, within the process and, over NOTIFY, between processes. Only ever a hint. */
export interface Wakes {
  readonly listen: (wake: () => void) => () => void;
  readonly appended: () => void;
  readonly close: () => Promise<void>;
}

const channel = 'redress_log';
/** The longest that another process waits for word of an append, and the pause before a lost connection is tried again. */
const pace = { notifyMs: 20, reconnectMs: 1000 } as const;

/**
 * NOTIFY takes a lock of the whole server while it commits: so it is sent outside the append, at most every 20 ms, and
 * does not wait for the disk. It needs one connection that is not pooled by transaction (`listenUrl`).
 */
export const wakesOver = (pool: Pool, listenUrl: string, report: (error: unknown) => void): Wakes => {
  const self = randomUUID();
  const wakes = new Set<() => void>();
  const wakeAll = (): void => wakes.forEach((wake) => wake());
  let closed = false;
  let client: Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let pending: NodeJS.Timeout | undefined;
  let sending = Promise.resolve();

  const startAgain = (): void => {
    clearTimeout(retry);
    if (!closed) retry = setTimeout(start, pace.reconnectMs).unref();
  };
  const start = (): void => {
    const fresh = new Client({ connectionString: listenUrl, keepAlive: true });
    client = fresh;
    fresh.on('notification', ({ payload }) => payload !== self && wakeAll());
    fresh.on('error', report);
    fresh.on('end', startAgain);
    fresh
      .connect()
      .then(() => fresh.query(`listen ${channel}`))
      .then(wakeAll, (error: unknown) => {
        report(error);
        startAgain();
      });
  };
  const notify = async (): Promise<void> => {
    pending = undefined;
    await pool
      .query(`begin; set local synchronous_commit = off; select pg_notify('${channel}', '${self}'); commit`)
      .catch(report);
  };

  start();
  return {
    listen: (wake) => {
      wakes.add(wake);
      return () => wakes.delete(wake);
    },
    appended: () => {
      wakeAll();
      pending ??= setTimeout(() => {
        sending = notify();
      }, pace.notifyMs).unref();
    },
    close: async () => {
      closed = true;
      clearTimeout(retry);
      clearTimeout(pending);
      await sending;
      await client?.end().catch(report);
    },
  };
};

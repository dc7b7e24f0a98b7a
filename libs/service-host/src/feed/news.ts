import type { EventStore } from '@redress/eventing';

/** Whether something was appended since one looked last. */
export interface News {
  /** From now on; to be called before the log is read. */
  heard(): void;
  /** Resolves when something was appended, after so many milliseconds, or at the signal. */
  within(ms: number, signal: AbortSignal): Promise<void>;
  end(): void;
}

export const newsOf = (store: EventStore): News => {
  let isNew = false;
  let wake = (): void => undefined;
  const unlisten = store.onAppended(() => {
    isNew = true;
    wake();
  });
  return {
    heard: () => void (isNew = false),
    within: async (ms, signal) => {
      if (!isNew) await resting(ms, signal, (enough) => void (wake = enough));
    },
    end: unlisten,
  };
};

/** Resolves after so many milliseconds, at the signal, or when it was enough. */
export const resting = (
  ms: number,
  signal: AbortSignal,
  offer: (enough: () => void) => void = () => undefined,
): Promise<void> =>
  new Promise((resolve) => {
    const enough = (): void => {
      clearTimeout(timeout);
      signal.removeEventListener('abort', enough);
      resolve();
    };
    const timeout = setTimeout(enough, ms);
    signal.addEventListener('abort', enough, { once: true });
    offer(enough);
    if (signal.aborted) enough();
  });

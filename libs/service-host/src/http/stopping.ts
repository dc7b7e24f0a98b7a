import type { Logger } from 'pino';

/** One step of a graceful stop: what to let finish, in which order. */
export interface StopStep {
  readonly name: string;
  /** A step that fails or hangs does not keep the next ones from being taken. */
  readonly stop: (signal: AbortSignal) => Promise<void> | void;
}

/**
 * Takes the steps one after the other, all of them within the period: a step that is not done when it ends is left
 * behind, those after it are begun at once and not waited for. Answers the names of the steps that failed or were left.
 */
export const stopGracefully = async (
  steps: readonly StopStep[],
  periodMs: number,
  logger: Logger,
): Promise<readonly string[]> => {
  const period = AbortSignal.timeout(periodMs);
  const ended = new Promise<'ended'>((resolve) =>
    period.addEventListener('abort', () => resolve('ended'), { once: true }),
  );
  // The timeout of an AbortSignal does not keep a process alive, and a stop must not end before its time.
  const awake = setTimeout(() => undefined, periodMs);
  const left: string[] = [];
  for (const { name, stop } of steps) {
    const outcome = await Promise.race([attempt(stop, period), ended]);
    if (outcome === 'done') continue;
    left.push(name);
    logger.warn(outcome === 'ended' ? {} : { error: outcome.error }, `stopping: ${name} did not finish`);
  }
  clearTimeout(awake);
  return left;
};

const attempt = async (stop: StopStep['stop'], signal: AbortSignal): Promise<'done' | { readonly error: unknown }> => {
  try {
    await stop(signal);
    return 'done';
  } catch (error) {
    return { error };
  }
};

/** The process, as far as stopping goes; another one in specs. */
export interface StoppedProcess {
  on(signal: 'SIGTERM' | 'SIGINT', hear: () => void): unknown;
  off(signal: 'SIGTERM' | 'SIGINT', hear: () => void): unknown;
  exit(code: number): void;
}

/**
 * Stops once, at the first SIGTERM or SIGINT, and then exits: 0 when all finished, 1 when something was left. A second
 * signal exits at once, with 130. Answers how to stop listening.
 */
export const stopOnSignals = (
  stop: () => Promise<readonly string[]>,
  target: StoppedProcess = process,
): (() => void) => {
  let stopping = false;
  const hear = (): void => {
    if (stopping) return target.exit(130);
    stopping = true;
    stop().then(
      (left) => target.exit(left.length === 0 ? 0 : 1),
      () => target.exit(1),
    );
  };
  target.on('SIGTERM', hear);
  target.on('SIGINT', hear);
  return () => {
    target.off('SIGTERM', hear);
    target.off('SIGINT', hear);
  };
};

/** Calls after a pause of real time, which keeps no process alive; answers how to call it off. */
export const wakeIn = (ms: number, wake: () => void): (() => void) => {
  const timeout = setTimeout(wake, ms).unref();
  return () => clearTimeout(timeout);
};

/** Names of places; offsets (`+09:00`) mean different things to different software, and some take them for zones. */
const nameOfZone = /^[A-Za-z][A-Za-z0-9_+/-]*$/;

/**
 * Whether the IANA database, as this process has it, knows a zone of that name: `Asia/Seoul`, `UTC`. Asking for it is the
 * one test: a list of all names leaves out those that were renamed and are still in use.
 */
export const isTimeZone = (name: string): boolean => {
  if (!nameOfZone.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    // That is how `Intl` says no.
    return false;
  }
};

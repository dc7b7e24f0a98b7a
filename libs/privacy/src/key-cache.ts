import type { WallClock } from '@redress/eventing';

import type { SubjectKeys } from './subject-keys.js';

export interface KeyCache {
  /** `undefined` also for keys that were read too long ago. */
  get(subject: string): SubjectKeys | undefined;
  set(subject: string, keys: SubjectKeys): void;
  /** The vault is asked for them again at their next use. */
  drop(subjects: readonly string[]): void;
}

/**
 * Keys in memory for at most `cacheMs` since the vault was asked, however often they are used: that bounds how long
 * a closed or destroyed key lives on. Beyond `capacity` subjects the one unused for longest goes first.
 */
export const keyCache = (clock: WallClock, cacheMs: number, capacity: number): KeyCache => {
  // A Map keeps the order of insertion: what is used moves to its end.
  const entries = new Map<string, SubjectKeys>();

  /** A clock that was set back must not lengthen the life of a key. */
  const isFresh = ({ readAt }: SubjectKeys): boolean => {
    const age = clock.now().getTime() - readAt;
    return age >= 0 && age < cacheMs;
  };

  return {
    get: (subject) => {
      const keys = entries.get(subject);
      if (!keys) return undefined;
      entries.delete(subject);
      if (!isFresh(keys)) return undefined;
      entries.set(subject, keys);
      return keys;
    },
    set: (subject, keys) => {
      entries.delete(subject);
      entries.set(subject, keys);
      const [oldest] = entries.keys();
      if (entries.size > capacity && oldest !== undefined) entries.delete(oldest);
    },
    drop: (subjects) => {
      for (const subject of subjects) entries.delete(subject);
    },
  };
};

/** Deeper than any contract goes, and far from what a recursive reader can bear. */
const deepest = 32;
/** Far more than any contract asks for, and few enough that reading them costs well below a second. */
const most = 10_000;

/** Names that every object has already. Among them `__proto__` and `constructor`, but `toString` does harm as well. */
export const isTaken = (name: string): boolean => name in Object.prototype || name === 'prototype';

/**
 * Why no class could be read from it: nested too deep, made of too many values, or with field names that would
 * reach into the objects that read it. To be asked before class-transformer sees a body: it recurses, takes its time,
 * calls what `constructor` names, and silently leaves out the names that every object has. `undefined` when all is well. Takes anything that JSON can carry, throws never.
 */
export const unfit = (raw: unknown): string | undefined => {
  let level: readonly unknown[] = [raw];
  let values = 0;
  for (let depth = 0; depth <= deepest; depth += 1) {
    values += level.length;
    if (values > most) return `Nothing may be made of more than ${most} values`;
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      if (Array.isArray(value)) {
        for (const item of value) next.push(item);
        continue;
      }
      for (const name of Object.keys(value)) {
        if (isTaken(name)) return `No field may be called ${name}`;
        next.push((value as Record<string, unknown>)[name]);
      }
    }
    if (next.length === 0) return undefined;
    level = next;
  }
  return `Nothing may be nested more than ${deepest} levels deep`;
};

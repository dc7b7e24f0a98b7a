/** What looks like chance and follows from a seed. */
export interface Chances {
  /** At least 0, below 1. */
  next(): number;
  /** A whole number, both ends possible. */
  whole(from: number, to: number): number;
  /** Whether something happens that happens in so many of a hundred cases. */
  percent(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** As often as the weights say. */
  weighted<T>(list: readonly (readonly [weight: number, value: T])[]): T;
}

/** FNV-1a over the UTF-16 code units. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
};

/** Named, so that what is drawn for one thing does not move what is drawn for another. Mulberry32. */
export const chancesOf = (seed: number, name: string): Chances => {
  let state = hashOf(`${seed} ${name}`);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  const pick = <T>(list: readonly T[]): T => {
    const one = list[Math.floor(next() * list.length)];
    if (one === undefined) throw new Error('Nothing can be picked from an empty list.');
    return one;
  };
  return {
    next,
    whole,
    percent: (share) => next() * 100 < share,
    pick,
    weighted: (list) => {
      let left = next() * list.reduce((sum, [weight]) => sum + weight, 0);
      const found = list.find(([weight]) => (left -= weight) < 0) ?? list.at(-1);
      if (!found) throw new Error('Nothing can be picked from an empty list.');
      return found[1];
    },
  };
};

/**
 * What may happen to a call: `hang` does nothing and says nothing, `lose-answer` does it and says nothing, `drop` and
 * `drop-after` break the connection before and after it is done, `hold` does it and answers when it is released, `mute` is
 * a subscription that tells of nothing.
 */
export type Fault = 'hang' | 'lose-answer' | 'drop' | 'drop-after' | 'unavailable' | 'not-leader' | 'hold' | 'mute';

/** What a store must never do; the contract has to notice each. */
export type BrokenPromise = 'wrong-revision' | 'lost-append' | 'later-wins' | 'skipped-event';

export type Call = 'append' | 'read' | 'subscribe';

/** Faults that wait for the next calls of a kind, in turn. */
export interface Faults {
  /** The next so many calls of this kind meet the fault. */
  meet(call: Call, fault: Fault, times?: number): void;
  /** What the call at hand meets. */
  take(call: Call): Fault | undefined;
  /** An answer that is held, until `release`. */
  hold(answer: () => void): void;
  release(): void;
  /** Resolves once no fault waits for a call of this kind any more. */
  met(call: Call): Promise<void>;
}

export const faults = (): Faults => {
  const waiting: { readonly call: Call; readonly fault: Fault }[] = [];
  const held: (() => void)[] = [];
  let watchers: { readonly call: Call; readonly tell: () => void }[] = [];
  const isMet = (call: Call): boolean => waiting.every((one) => one.call !== call);
  const tellWatchers = (): void => {
    const told = watchers.filter(({ call }) => isMet(call));
    watchers = watchers.filter((one) => !told.includes(one));
    for (const { tell } of told) tell();
  };
  return {
    meet: (call, fault, times = 1) => {
      for (let n = 0; n < times; n += 1) waiting.push({ call, fault });
    },
    take: (call) => {
      const next = waiting.find((one) => one.call === call);
      if (!next) return undefined;
      waiting.splice(waiting.indexOf(next), 1);
      tellWatchers();
      return next.fault;
    },
    hold: (answer) => held.push(answer),
    release: () => {
      for (const answer of held.splice(0)) answer();
    },
    met: (call) =>
      new Promise((tell) => {
        watchers.push({ call, tell });
        tellWatchers();
      }),
  };
};

/** Why something does not hold yet; `undefined` once it does. */
export type Missing = () => Promise<string | undefined> | string | undefined;

const lookEveryMs = 250;

/** Resolves once nothing is missing; rejects with what was missing last when it takes longer than that. */
export const until = async (what: string, mostMs: number, missing: Missing): Promise<void> => {
  const began = performance.now();
  for (;;) {
    const why = await missing();
    if (why === undefined) return;
    if (performance.now() - began > mostMs)
      throw new Error(`Waited ${Math.round(mostMs / 1000)} s in vain for this: ${what}. At last: ${why}`);
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
};

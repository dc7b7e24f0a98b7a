import type { Installation } from './installation.js';
import { type Fault, faultShown, type Targets } from './schedule.js';

/** What of an installation can be struck: services most, what all of them need least. */
export const targetsOf = ({ struck, edges, members }: Installation): Targets => {
  const isRelay = (name: string): boolean => members.get(name)?.service === 'relay';
  const names = [...struck.keys()];
  return {
    processes: [
      { weight: 40, names: names.filter((name) => members.has(name) && !isRelay(name)) },
      { weight: 15, names: names.filter(isRelay) },
      { weight: 20, names: names.filter((name) => !members.has(name)) },
    ],
    edges: { weight: 25, names: edges.names },
  };
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Strikes when the schedule says; resolves once the last fault is undone. */
export const strike = async (
  installation: Installation,
  faults: readonly Fault[],
  say: (line: string) => void,
): Promise<void> => {
  const began = performance.now();
  await Promise.all(
    faults.map(async (fault) => {
      await pause(fault.atMs - (performance.now() - began));
      say(faultShown({ ...fault, atMs: performance.now() - began }));
      await (installation.struck.has(fault.target) ? strikeProcess : strikeEdge)(installation, fault);
    }),
  );
};

const strikeProcess = async ({ struck }: Installation, { target, kind, forMs }: Fault): Promise<void> => {
  const process = struck.get(target);
  if (kind === 'kill') await process?.kill();
  else process?.freeze();
  await pause(forMs);
  if (kind === 'kill') await process?.start();
  else process?.thaw();
};

const strikeEdge = async ({ edges }: Installation, { target, kind, forMs }: Fault): Promise<void> => {
  const way = edges.named(target);
  if (kind === 'cut') return way.cut();
  if (kind === 'stall') way.stall();
  else await way.close();
  await pause(forMs);
  await way.open();
};

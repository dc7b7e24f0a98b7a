import type { Member } from '../members.js';
import type { Stage } from '../stage.js';

/** SIGTERM for each; resolves once all have ended. */
export const stopped = async (members: Iterable<Member>): Promise<void> => {
  await Promise.all([...members].map(({ child }) => child.stop()));
};

/** Resolves once all are ready. */
export const started = async ({ installation }: Stage, members: readonly Member[]): Promise<void> => {
  for (const { child } of members) await child.start();
  await installation.ready(members);
};

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

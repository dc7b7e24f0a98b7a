import { build } from './build.mjs';
import { install, requireNode } from './setup.mjs';

/**
 * From whatever state the folder is in to one in which everything can run. Fast and silent when nothing is to be done.
 * @param {'production' | 'everything'} set
 */
export const makeReady = async (set) => {
  requireNode();
  await install(set);
  const began = performance.now();
  try {
    const { built } = await build();
    if (built > 0) console.log(`Built ${built} files in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
};

import { spawnSync } from 'node:child_process';

const isThere = (tool) => spawnSync(tool, ['--help'], { stdio: 'ignore' }).error === undefined;

/**
 * Makes sure that a program of a Debian package is there: where it is missing and this is Debian as root, the package is
 * installed, and its service, if it has one, is not started. Throws a sentence when it is still missing.
 * @param {string} tool
 * @param {string} named the package
 */
export const needTool = (tool, named = tool) => {
  if (isThere(tool)) return;
  if (process.getuid?.() === 0 && process.platform === 'linux') {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    for (const step of [
      ['update', '-qq'],
      ['install', '-y', '-qq', '--no-install-recommends', named],
    ])
      spawnSync('apt-get', step, { stdio: 'inherit', env });
  }
  if (!isThere(tool))
    throw new Error(
      `${tool} is not there: install it (Debian and Ubuntu: apt-get install ${named}) and run this again.`,
    );
};

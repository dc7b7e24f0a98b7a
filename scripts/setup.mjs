import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { cache, readJson, root } from './workspace.mjs';

const oldestNode = [20, 19];
const stampFile = join(cache, 'installed.json');
/** Who is installing here just now. It stands outside of node_modules, which npm empties first. */
const claimFile = join(tmpdir(), `redress-install-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`);
const longestInstallMs = 15 * 60_000;
const npmEndsWithinMs = 3_000;
const secondsSince = (began) => Math.round((performance.now() - began) / 1000);

/** Ends the process with one sentence when Node.js is too old to run anything here. */
export const requireNode = () => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  console.error(
    `Redress needs Node.js ${oldestNode.join('.')} or newer; this is ${process.versions.node} (${process.execPath}).`,
  );
  process.exit(1);
};

const lockText = () => readFileSync(join(root, 'package-lock.json'), 'utf8');

/** What an installation is good for: this lock file, on this kind of machine. */
const wantedStamp = (lock) => ({
  lock: createHash('sha256').update(lock).digest('hex'),
  machine: `${process.platform}-${process.arch}-${process.versions.modules}`,
});

const readStamp = () => {
  try {
    return readJson(stampFile);
  } catch {
    return undefined;
  }
};

const writeStamp = (stamp) => {
  mkdirSync(cache, { recursive: true });
  writeFileSync(stampFile, JSON.stringify(stamp));
};

/** The packages that must be there; those for other platforms need not. */
const requiredPackages = (lock, set) =>
  Object.entries(JSON.parse(lock).packages).filter(
    ([path, entry]) =>
      path.includes('node_modules/') && !entry.optional && !entry.devOptional && (set === 'everything' || !entry.dev),
  );

/** True when npm itself, called by somebody else, has already installed what the lock file says. */
const isInstalledByHand = (lock, set) => {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const present = readJson(hidden).packages;
  return requiredPackages(lock, set).every(([path, { version, link }]) => link || present[path]?.version === version);
};

/** The npm that started this script, or the one beside this Node.js, or the one on the PATH. */
const npmCommand = () => {
  const started = process.env.npm_execpath;
  if (started && basename(started) === 'npm-cli.js') return [process.execPath, started];
  const beside = join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js');
  return existsSync(beside) ? [process.execPath, beside] : ['npm'];
};

/** One line that is written over in a terminal; a new line now and then anywhere else. */
const showProgress = (wanted) => {
  const began = performance.now();
  const isTerminal = process.stdout.isTTY === true;
  const show = () => {
    const here = wanted.filter(([path]) => existsSync(join(root, path, 'package.json'))).length;
    const line = `  ${here} of ${wanted.length} packages after ${secondsSince(began)} s`;
    process.stdout.write(isTerminal ? `\r${line} ` : `${line}\n`);
  };
  const timer = setInterval(show, isTerminal ? 1_000 : 10_000);
  return () => {
    clearInterval(timer);
    if (isTerminal) process.stdout.write('\r\u001b[K');
    return secondsSince(began);
  };
};

const isRunning = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** The process that claims to be installing, if there is one; a claim that nobody holds any more is left by an interruption. */
const claim = () => {
  try {
    const pid = Number(readFileSync(claimFile, 'utf8'));
    const isFresh = Date.now() - statSync(claimFile).mtimeMs < longestInstallMs;
    return { isHeld: isFresh && isRunning(pid), pid };
  } catch {
    return undefined;
  }
};

const waitForOthers = async () => {
  if (!claim()?.isHeld) return;
  console.log(`Waiting for the installation that process ${claim().pid} has begun here.`);
  while (claim()?.isHeld) await pause(500);
};

const runNpm = async (args) => {
  const [command, ...before] = npmCommand();
  const child = spawn(command, [...before, ...args], {
    cwd: root,
    env: { ...process.env, SCARF_ANALYTICS: 'false', NX_DAEMON: 'false' },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: command === 'npm' && process.platform === 'win32',
  });
  const said = [];
  child.stdout.on('data', (chunk) => said.push(chunk));
  child.stderr.on('data', (chunk) => said.push(chunk));
  let told;
  const passOn = (signal) => {
    told ??= signal;
    child.kill(signal);
    setTimeout(() => child.kill('SIGKILL'), npmEndsWithinMs).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, passOn);
  const outcome = await new Promise((settle) => {
    child.on('error', (error) => settle({ code: 1, reason: error.message }));
    child.on('close', (code, signal) => settle({ code: code ?? 1, reason: signal ?? `exit code ${code}` }));
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, passOn);
  return { ...outcome, told, said: Buffer.concat(said).toString() };
};

/**
 * Sees to it that the packages of package-lock.json are installed; does nothing when they are.
 * @param {'production' | 'everything'} set what is needed to run, or also what is needed to test
 */
export const install = async (set) => {
  await waitForOthers();
  const wasInterrupted = claim() !== undefined;
  const lock = lockText();
  const wanted = wantedStamp(lock);
  const found = readStamp();
  const isCurrent = !wasInterrupted && found?.lock === wanted.lock && found.machine === wanted.machine;
  if (isCurrent && (found.set === 'everything' || found.set === set)) return;

  const machineChanged = found !== undefined && found.machine !== wanted.machine;
  if (!machineChanged && !wasInterrupted) {
    const already = ['everything', set].find((each) => isInstalledByHand(lock, each));
    if (already) {
      writeStamp({ ...wanted, set: already });
      return;
    }
  }

  const wholeSet = found?.set === 'everything' ? 'everything' : set;
  const packages = requiredPackages(lock, wholeSet);
  const isAddition = isCurrent;
  console.log(
    isAddition
      ? 'Installing what the tests need as well. This takes up to a minute, once.'
      : `Installing the ${packages.length} packages of package-lock.json. This takes up to a minute, once.`,
  );
  writeFileSync(claimFile, String(process.pid));
  const done = showProgress(packages);
  const { code, reason, said, told } = await runNpm([
    ...(isAddition ? ['install', '--no-save'] : ['ci']),
    wholeSet === 'everything' ? '--include=dev' : '--omit=dev',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
  ]);
  const seconds = done();
  if (code !== 0) {
    if (told !== undefined) {
      console.error(`The installation was interrupted (${told}); the next start begins it again.`);
      process.exit(128 + constants.signals[told]);
    }
    console.error(said.trimEnd());
    console.error(`npm could not install the packages (${reason}). What it said stands above.`);
    process.exit(1);
  }
  writeStamp({ ...wanted, set: wholeSet });
  rmSync(claimFile, { force: true });
  console.log(`Installed ${packages.length} packages in ${seconds} s.`);
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  requireNode();
  await install('everything');
}

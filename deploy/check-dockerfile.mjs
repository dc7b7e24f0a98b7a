import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../scripts/workspace.mjs';

/**
 * What `docker build` and `docker run` would do, where there is no Docker: runs the steps of deploy/Dockerfile on what
 * Git keeps, then the service as another user on a tree that it cannot write to, until it says that it is alive.
 * `node deploy/check-dockerfile.mjs [<service> …]`, as root or with the rights to become another user.
 */
const services = process.argv.length > 2 ? process.argv.slice(2) : ['gateway', 'intake'];
const user = 10_001;
const patienceMs = 60_000;

const file = readFileSync(join(root, 'deploy', 'Dockerfile'), 'utf8').replaceAll(/\\\n/g, ' ');
const instructions = file
  .split('\n')
  .map((line) => /^([A-Z]+)\s+(.*)$/.exec(line.trim()))
  .filter((found) => found !== null)
  .map(([, name, words]) => ({ name, words: words.trim() }));
const stages = instructions.flatMap(({ name }, index) => (name === 'FROM' ? [index] : []));
const stage = (number) => instructions.slice(stages[number], stages[number + 1]);
const steps = stage(0)
  .filter(({ name }) => name === 'RUN')
  .map(({ words }) => words);
const lastOf = (name) => stage(1).findLast((each) => each.name === name)?.words ?? '';
const entrypoint = JSON.parse(lastOf('ENTRYPOINT'));
const health = JSON.parse(/CMD (\[.*\])$/.exec(lastOf('HEALTHCHECK'))[1]);
const environment = Object.fromEntries(
  stage(1)
    .filter(({ name }) => name === 'ENV')
    .flatMap(({ words }) => words.split(/\s+/).map((pair) => pair.split('='))),
);

const must = (holds, sentence) => {
  if (!holds) throw new Error(sentence);
};
must(/^\d+:\d+$/.test(lastOf('USER')) && !lastOf('USER').startsWith('0:'), 'The user is to be a number, and not root.');
must(
  /^ARG NODE_IMAGE=[\w./-]+:\d+\.\d+\.\d+-[\w-]+$/m.test(file),
  'The image of Node.js is to be pinned by its whole version.',
);

const here = mkdtempSync(join(tmpdir(), 'redress-image-'));
chmodSync(here, 0o755);
const source = join(here, 'src');

/** Folders of .dockerignore, as far as they are written plainly. */
const ignored = readFileSync(join(root, '.dockerignore'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#') && !line.includes('*'));
const kept = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root })
  .toString()
  .split('\0')
  .filter((path) => path !== '' && existsSync(join(root, path)))
  .filter((path) => !ignored.some((each) => path === each || path.startsWith(`${each}/`)));
for (const path of kept) {
  mkdirSync(dirname(join(source, path)), { recursive: true });
  cpSync(join(root, path), join(source, path));
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const run = (command, env) =>
  execFileSync('sh', ['-euc', command], { cwd: source, stdio: 'inherit', env: { ...process.env, ...env } });

/** What each needs to begin; nothing answers there, and to be alive nothing has to. */
const settingsOf = (service, app) => ({
  UPSTREAMS: 'intake=http://127.0.0.1:9',
  DATABASE_URL: 'postgres://redress@127.0.0.1:9/redress',
  SECRETS_DIR: join(app, 'secrets-made'),
  ...(service === 'relay' && { EVENT_BUS: 'kafka', KAFKA_BROKERS: '127.0.0.1:9' }),
});

const isAlive = async (url, child) => {
  const until = performance.now() + patienceMs;
  while (performance.now() < until) {
    must(child.exitCode === null, `It ended with ${child.exitCode}.`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`It was not alive within ${patienceMs / 1000} s.`);
};

const check = async (service) => {
  const app = join(here, service);
  const buildSteps = service === services[0] ? steps : steps.filter((step) => step.includes('/app'));
  for (const step of buildSteps) {
    console.log(`RUN ${step}`);
    run(step.replaceAll('/app', app), { SERVICE: service });
  }
  const secrets = join(app, 'secrets-made');
  run(
    `node services/standalone/dist/cli.js keys init ${secrets} >/dev/null && chown -R ${user}:${user} ${secrets}`,
    {},
  );
  must(!existsSync(join(app, 'node_modules', 'typescript')), 'Tools for developers are in the image.');
  const port = await freePort();
  const settings = { PATH: process.env.PATH, ...environment, ...settingsOf(service, app), PORT: String(port) };
  const [command, ...words] = entrypoint;
  const child = spawn(command, words, {
    cwd: app,
    uid: user,
    gid: user,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...settings, HOST: '127.0.0.1', LOG_LEVEL: 'error' },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
  try {
    await isAlive(`http://127.0.0.1:${port}/health/live`, child);
    execFileSync(health[0], health.slice(1), { env: settings, uid: user, gid: user });
    const exit = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
    child.kill('SIGTERM');
    console.log(`${service}: alive as user ${user} on a tree it cannot write to; SIGTERM ended it with ${await exit}.`);
  } catch (error) {
    throw new Error(`${service}: ${error.message}\n${printed}`, { cause: error });
  } finally {
    child.kill('SIGKILL');
  }
};

try {
  for (const service of services) await check(service);
} finally {
  rmSync(here, { recursive: true, force: true });
}

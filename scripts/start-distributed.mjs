import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startNamed } from './named-process.mjs';
import { makeReady } from './ready.mjs';
import { root } from './workspace.mjs';

/**
 * The distributed form on one machine: a process per service, the relay, a gateway, Kafka (`EVENT_BUS=store`: without
 * it) and one PostgreSQL with a database for each service, for the log and for the keys of personal data.
 */
const data = resolve(process.env.DATA_DIR ?? 'data-distributed');
const bus = process.env.EVENT_BUS ?? 'kafka';
const stopSeconds = Number(process.env.STOP_SECONDS ?? 20);
const gatewayPort = process.env.PORT ?? '3000';
const host = process.env.HOST ?? '127.0.0.1';

/** Started first, stopped last. */
const running = [];
let stopping = false;

const fail = async (sentence) => {
  console.error(`\n${sentence}`);
  await stopAll();
  process.exit(1);
};

const stopAll = async () => {
  if (stopping) return;
  stopping = true;
  // What belongs together is stopped together: first nobody is let in, then services, then what they stand on.
  for (const together of running.toReversed())
    await Promise.all(
      together.map(async (part) => {
        const how = await part.stop((stopSeconds + 5) * 1000);
        console.log(`${part.name} ${how}.`);
      }),
    );
};

const onSignal = async (signal) => {
  if (stopping) {
    for (const part of running.flat()) part.kill();
    process.exit(130);
  }
  console.log(`\n${signal}: stopping …`);
  await stopAll();
  process.exit(0);
};

const freePort = () =>
  new Promise((settle, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => settle(port));
    });
  });

const services = () =>
  readdirSync(join(root, 'services')).filter(
    (name) =>
      !['gateway', 'relay', 'standalone'].includes(name) && existsSync(join(root, 'services', name, 'src', 'main.ts')),
  );

const start = (parts) => {
  const started = parts.map((part) => startNamed({ width: 9, ...part }));
  running.push(started);
  for (const { name, ended } of started)
    ended.then((how) => stopping || fail(`${name} ${how}, and nothing goes on without it.`));
  return started;
};

const startPostgres = async (names) => {
  const [{ startEmbeddedServer }, { default: pg }] = await Promise.all([
    import('../libs/adapter-postgres/dist/index.js'),
    import('pg'),
  ]);
  const server = await startEmbeddedServer({
    dataDirectory: data,
    settings: { max_connections: '300' },
    log: () => {},
    progress: (line) => console.log(line),
    onExit: (line) => fail(line),
  });
  running.push([{ name: 'PostgreSQL', stop: () => server.stop().then(() => 'ended'), kill: () => void server.stop() }]);
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query('select datname from pg_database');
  const there = new Set(rows.map(({ datname }) => datname));
  for (const name of names) if (!there.has(name)) await client.query(`create database "${name}"`);
  await client.end();
  return (name) => Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
};

const startKafka = async () => {
  const ports = { broker: await freePort(), controller: await freePort() };
  const [kafka] = start([
    {
      name: 'kafka',
      command: join(root, 'deploy', 'kafka-local', 'start'),
      args: [],
      env: {
        KAFKA_LOCAL_DATA: join(data, 'kafka'),
        KAFKA_LOCAL_PORT: String(ports.broker),
        KAFKA_LOCAL_CONTROLLER_PORT: String(ports.controller),
      },
    },
  ]);
  await kafka.printed('Kafka Server started');
  return `127.0.0.1:${ports.broker}`;
};

/** Made once, and never written over. */
const makeSecrets = () => {
  const folder = join(data, 'secrets');
  if (existsSync(join(folder, 'sign-in.public.json'))) return folder;
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, 'services/standalone/dist/cli.js'), 'keys', 'init', folder],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`The secrets could not be made: ${stderr.trim()}`);
  return folder;
};

const isTraced = Object.keys(process.env).some((name) => /^OTEL_EXPORTER_OTLP_(TRACES_)?ENDPOINT$/.test(name));
const nodeProcess = (name, env) => ({
  name,
  command: process.execPath,
  args: [
    '--enable-source-maps',
    ...(isTraced ? ['--import', './libs/service-host/dist/instrument.js'] : []),
    `services/${name}/dist/main.js`,
  ],
  env: { OTEL_SERVICE_NAME: `redress-${name}`, LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn', ...env },
});

const untilReady = async (name, url) => {
  while (!stopping) {
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await pause(200);
  }
  throw new Error(`${name} was stopped before it was ready.`);
};

const run = async () => {
  const began = performance.now();
  mkdirSync(data, { recursive: true });
  const names = services();
  const urlOf = await startPostgres(['log', 'vault', 'relay', ...names]);
  const secrets = makeSecrets();
  const brokers = bus === 'kafka' ? await startKafka() : undefined;
  const settings = (name, port) => ({
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: data,
    SECRETS_DIR: secrets,
    PUBLIC_URL: `http://${host}:${gatewayPort}`,
    DATABASE_URL: urlOf(name),
    EVENT_LOG_URL: urlOf('log'),
    VAULT_URL: urlOf('vault'),
    TRUST_PROXY: 'loopback',
    EVENT_BUS: bus,
    ...(brokers && { KAFKA_BROKERS: brokers }),
  });
  const ports = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await freePort()])));
  const addressOf = (name) => `http://127.0.0.1:${ports[name]}`;
  if (brokers) {
    ports.relay = await freePort();
    start([nodeProcess('relay', settings('relay', ports.relay))]);
  }
  start(names.map((name) => nodeProcess(name, settings(name, ports[name]))));
  start([
    nodeProcess('gateway', {
      HOST: host,
      PORT: gatewayPort,
      UPSTREAMS: names.map((name) => `${name}=${addressOf(name)}`).join(','),
    }),
  ]);
  const at = `http://${host}:${gatewayPort}`;
  await Promise.all([
    ...Object.keys(ports).map((name) => untilReady(name, addressOf(name))),
    untilReady('gateway', at),
  ]);
  console.log(`\nRedress is ready at ${at} (${((performance.now() - began) / 1000).toFixed(1)} s).`);
  console.log(`  API and its description   ${at}/docs`);
  console.log(`  how to sign in            ${join(data, 'sign-in.txt')}`);
  for (const name of Object.keys(ports)) console.log(`  ${name.padEnd(25)} ${addressOf(name)}`);
  if (brokers) console.log(`  ${'kafka'.padEnd(25)} ${brokers}`);
  console.log('Ctrl-C stops all of it.');
};

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => onSignal(signal));
await makeReady('production');
try {
  await run();
} catch (error) {
  if (!stopping) await fail(`Redress did not start: ${error.message}`);
}

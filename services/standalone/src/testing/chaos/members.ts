import { join } from 'node:path';
import { type Child, childOf } from './child.js';
import { freePorts } from './ports.js';

/** One replica of a service, or of the relay. */
export interface Member {
  readonly name: string;
  readonly service: string;
  readonly url: string;
  readonly child: Child;
  /** Why it is not ready; `undefined` when it is. */
  notReady(): Promise<string | undefined>;
  /** The same replica, not started, of another build. */
  ofBuild(folder: string): Member;
  /** What it measures, as a number; `undefined` when it does not answer. */
  measure(name: string): Promise<number | undefined>;
}

interface Named {
  readonly service: string;
  readonly name: string;
}

export interface Environment {
  /** Of the build that they run. */
  readonly folder: string;
  readonly logs: string;
  readonly ended: (how: string) => void;
  readonly common: Readonly<Record<string, string>>;
  readonly own: (named: Named) => Readonly<Record<string, string>>;
}

const answerMs = 5000;
/** Whoever ends so often by itself is left lying. */
const mostRestarts = 20;

/** Not started yet. */
export const membersOf = async (
  names: readonly Named[],
  environment: Environment,
): Promise<ReadonlyMap<string, Member>> => {
  const ports = await freePorts(names.length);
  return new Map(names.map((named, index) => [named.name, memberOf(named, ports[index] ?? 0, environment)]));
};

const memberOf = (named: Named, port: number, environment: Environment): Member => {
  const { folder, logs, ended, common, own } = environment;
  const { name, service } = named;
  const url = `http://127.0.0.1:${port}`;
  let restarts = 0;
  const child = childOf({
    name,
    command: process.execPath,
    args: ['--enable-source-maps', `services/${service}/dist/main.js`],
    env: { ...common, ...own(named), HOST: '127.0.0.1', PORT: String(port) },
    folder,
    log: join(logs, `${name}.log`),
    ended: (how) => {
      ended(how);
      restarts += 1;
      // As whatever looks after processes would.
      if (restarts <= mostRestarts) void child.start();
    },
  });
  return {
    name,
    service,
    url,
    child,
    ofBuild: (other) => memberOf(named, port, { ...environment, folder: other }),
    notReady: async () => {
      try {
        const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(answerMs) });
        return answer.ok ? undefined : `${name}: ${await answer.text()}`;
      } catch (error) {
        return `${name} does not answer: ${(error as Error).message}`;
      }
    },
    measure: async (what) => {
      try {
        const answer = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(answerMs) });
        const [, value] = new RegExp(`^${what}(?:\\{[^}]*\\})? (.+)$`, 'm').exec(await answer.text()) ?? [];
        return value === undefined ? undefined : Number(value);
      } catch {
        return undefined;
      }
    },
  };
};

import { type Callers, callersOf } from './callers.js';
import { type Logged, wholeLog, withLog } from './event-log.js';
import type { Finding } from './findings.js';
import { type Installation, partitions, startInstallation, topic } from './installation.js';
import { keptWord, soundLog } from './log-checks.js';
import type { ChaosOptions } from './options.js';
import { judgedPromises, lastDeadline } from './promise-checks.js';
import { rightReaders } from './reader-checks.js';
import { type Shop, shopOf } from './shop.js';
import { type Counts, untilSettled } from './standing.js';
import { readByKcat, sameTopic } from './topic-checks.js';
import { until } from './until.js';

/** Everything a scenario works with: an installation that runs, people who are signed in, and a shop. */
export interface Stage {
  readonly options: ChaosOptions;
  readonly folder: string;
  readonly installation: Installation;
  readonly callers: Callers;
  readonly shop: Shop;
  readonly say: (line: string) => void;
}

/** One story of faults with an end of its own; answers what was looked at. */
export interface Scenario {
  /** What happens, in a sentence. */
  readonly about: string;
  readonly run: (stage: Stage) => Promise<readonly Finding[]>;
  /** Only where events go over Kafka. */
  readonly needs?: 'kafka';
  /** Only where the log is in PostgreSQL. */
  readonly store?: 'postgres';
}

/** Minutes: the shortest promise that there is for a first response, and one that outlasts every run. */
const promised = { 'first-response': 1, resolution: 7 * 24 * 60 } as const;

/** Starts everything and publishes a policy with short promises. */
export const setStage = async (options: ChaosOptions, folder: string, say: (line: string) => void): Promise<Stage> => {
  const began = performance.now();
  const installation = await startInstallation(folder, options);
  try {
    say(`${installation.members.size} processes are ready after ${((performance.now() - began) / 1000).toFixed(0)} s.`);
    const callers = await callersOf(installation);
    const promises = ['high-risk', 'important', 'normal'].flatMap((severity) =>
      Object.entries(promised).map(([metric, minutes]) => ({ severity, metric, minutes })),
    );
    const policy = { promises, warnings: [{ percent: 75 }, { percent: 90 }] };
    const sla = installation.replicasOf('sla')[0]?.url ?? '';
    const { status, body } = await callers.put(sla, 'lead', '/api/sla/policy', policy);
    if (status !== 200) throw new Error(`The policy was not taken: ${status} ${JSON.stringify(body)}`);
    return { options, folder, installation, callers, shop: shopOf(options.seed, callers, () => new Date()), say };
  } catch (error) {
    await installation.stop();
    throw error;
  }
};

export const clearStage = async ({ installation, callers }: Stage): Promise<void> => {
  callers.close();
  await installation.stop();
};

/** Load for so long, or until something has happened. */
export const underLoad = async <T>({ shop, options }: Stage, meanwhile: () => Promise<T>): Promise<T> => {
  const stopping = new AbortController();
  const busy = shop.busy(options.rate, stopping.signal);
  try {
    return await meanwhile();
  } finally {
    stopping.abort();
    await busy;
  }
};

const debtsMs = 240_000;

/** All promises are due, everything was heard. Answers the whole log. */
export const comeToRest = async (stage: Stage, counts?: Counts): Promise<readonly Logged[]> => {
  const { installation, shop, say } = stage;
  await installation.heal();
  await shop.settleDebts(debtsMs);
  say('Everything runs, and every key is answered.');
  return withLog(installation.logUrl(), async (store) => {
    const how = counts ? { counts } : {};
    await untilSettled(installation, store, how);
    const due = lastDeadline(await wholeLog(store));
    await until('the last promise is due', 90_000, () => (Date.now() > due + 1000 ? undefined : 'it is not yet'));
    await untilSettled(installation, store, how);
    return wholeLog(store);
  });
};

/** Everything that must hold however an installation was struck. */
export const everythingHolds = async (stage: Stage, log: readonly Logged[]): Promise<readonly Finding[]> => {
  const { installation, shop, callers, options } = stage;
  const { sent, unanswered, repeated } = shop.tally;
  return [
    {
      check: 'nobody got a wrong answer',
      looked: `${sent} requests, ${unanswered} unanswered at first, ${repeated} sent again`,
      faults: shop.wrong,
    },
    { check: 'no process ended by itself', looked: `${installation.members.size}`, faults: installation.endings },
    ...soundLog(log, options.store === 'postgres' ? 'gapless' : 'rising'),
    ...keptWord(log, shop.told()),
    ...judgedPromises(log, shop.told()),
    ...(installation.kafka ? sameTopic(log, readByKcat(installation.kafka.address, topic), partitions) : []),
    ...(await rightReaders(installation, callers, log)),
  ];
};

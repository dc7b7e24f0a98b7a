import { join } from 'node:path';
import type { LagShown } from '@redress/contracts';
import { withLog } from '../event-log.js';
import type { Finding } from '../findings.js';
import type { Member } from '../members.js';
import { comeToRest, everythingHolds, type Scenario, type Stage, underLoad } from '../stage.js';
import { type Counts, standingOf, untilSettled } from '../standing.js';
import type { Step } from '../stories.js';
import { pause } from './members.js';
import { otherBuild } from './other-build.js';

const known = 30;
const loadMs = 8000;
const lookEveryMs = 300;

const receivedStep = (key: string): Step => ({
  key,
  voice: 'channel',
  path: undefined,
  body: () => ({ channel: 'api', text: `택배가 아직 오지 않았어요. ${key}` }),
  status: 201,
  leaves: 'ComplaintReceived',
});

/** Replicas of two builds keep their own tables whole: whoever is asked answers in full. */
export const rollingRelease: Scenario = {
  about:
    'SLA is released anew under load, replica by replica, with another read model: both builds answer in full throughout.',
  run: async (stage) => {
    const { installation, shop, folder, say } = stage;
    const build = otherBuild(join(folder, 'build-2'));
    const names = Array.from({ length: known }, (_, index) => `known-${index}`);
    const stories = await Promise.all(names.map((name) => shop.begin(name, [receivedStep(name)])));
    await withLog(installation.logUrl(), (store) => untilSettled(installation, store));
    const watch = watching(
      stage,
      stories.map(({ complaintId = '' }) => complaintId),
    );
    const [first, ...others] = installation.replicasOf('sla').toReversed();
    if (!first) throw new Error('SLA has no replica.');
    await underLoad(stage, async () => {
      await pause(loadMs);
      await release(stage, watch, first, build);
      await pause(loadMs);
    });
    say('At rest, with a replica of each build:');
    const between = await everythingHolds(stage, await comeToRest(stage));
    await underLoad(stage, async () => {
      for (const other of others) await release(stage, watch, other, build);
      await pause(loadMs);
    });
    const log = await comeToRest(stage, await livingOnly(stage));
    const { looked, faults } = await watch.end();
    const tables = new Set((await standingOf(installation, 'sla')).map(({ consumer }) => consumer));
    const ofClocks = [...tables].filter((consumer) => consumer.startsWith('read clocks__'));
    return [
      {
        check: 'the two builds had tables of their own',
        looked: ofClocks.join(', '),
        faults: ofClocks.length === 2 ? [] : [`there are ${ofClocks.length}: nothing was released`],
      },
      { check: 'every replica that was ready answered in full, throughout', looked, faults },
      ...between.map(({ check, ...rest }) => ({ check: `with both builds: ${check}`, ...rest })),
      ...(await everythingHolds(stage, log)),
    ];
  },
};

const release = async ({ installation, say }: Stage, watch: Watching, member: Member, build: string): Promise<void> => {
  watch.leaves(member);
  await member.child.stop();
  const next = member.ofBuild(build);
  installation.replace(next);
  await next.child.start();
  await installation.ready([next]);
  watch.serves(next);
  say(`${next.name} is of the new build, and ready.`);
};

/** The consumers of the builds that run: the tables of others stand still. */
const livingOnly = async ({ installation, callers }: Stage): Promise<Counts> => {
  const living = new Set<string>();
  for (const { url } of installation.replicasOf('sla')) {
    const { body } = await callers.get(url, 'administrator', '/api/operations/lag');
    for (const { service, consumers } of (body as LagShown).services)
      for (const { consumer } of consumers) living.add(`${service} ${consumer}`);
  }
  return (service, consumer) => service !== 'sla' || living.has(`${service} ${consumer}`);
};

interface Watching {
  /** From now on it is asked. */
  serves(member: Member): void;
  leaves(member: Member): void;
  end(): Promise<Pick<Finding, 'looked' | 'faults'>>;
}

/** Asks every replica that is ready, again and again, for what has long been known. */
const watching = ({ installation, callers }: Stage, complaintIds: readonly string[]): Watching => {
  const serving = new Map(installation.replicasOf('sla').map((member) => [member.name, member]));
  const faults: string[] = [];
  let asked = 0;
  const over = new AbortController();
  const look = async (member: Member): Promise<void> => {
    const ask = async (path: string): Promise<readonly Readonly<Record<string, unknown>>[] | undefined> => {
      const answer = await callers.get(member.url, 'agent', path).catch((error: unknown) => String(error));
      // What was asked while it was told to stop may go unanswered.
      if (serving.get(member.name) !== member) return undefined;
      asked += 1;
      if (typeof answer === 'string' || answer.status !== 200) {
        faults.push(`${member.name}${path}: ${typeof answer === 'string' ? answer : answer.status}`);
        return undefined;
      }
      const { items = answer.body } = answer.body as { readonly items?: unknown };
      return items as readonly Readonly<Record<string, unknown>>[];
    };
    const one = complaintIds[asked % complaintIds.length] ?? '';
    const clocks = await ask(`/api/sla/complaints/${one}/clocks`);
    if (clocks && clocks.length !== 2) faults.push(`${member.name} shows ${clocks.length} clocks of ${one}`);
    const open = await ask('/api/sla/clocks?metric=resolution&limit=200');
    const shown = new Set(open?.map(({ complaintId }) => complaintId));
    const missing = complaintIds.filter((id) => open && !shown.has(id));
    if (missing.length > 0) faults.push(`${member.name} does not list ${missing.length} of ${complaintIds.length}`);
  };
  const looking = (async () => {
    while (!over.signal.aborted) {
      await Promise.all([...serving.values()].map(look));
      await pause(lookEveryMs);
    }
  })();
  return {
    serves: (member) => void serving.set(member.name, member),
    leaves: ({ name }) => void serving.delete(name),
    end: async () => {
      over.abort();
      await looking;
      return { looked: `${asked} answers`, faults };
    },
  };
};

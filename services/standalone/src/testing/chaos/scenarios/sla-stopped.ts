import { wholeLog, withLog } from '../event-log.js';
import type { Step } from '../stories.js';
import { comeToRest, everythingHolds, type Scenario } from '../stage.js';
import { untilSettled } from '../standing.js';
import { until } from '../until.js';

const complaints = 100;
/** Of a promise of a minute so much is left when the complaint is typed in: time to stop the service, and to answer half of them. */
const leftMs = 45_000;

const receivedStep = (key: string): Step => {
  const receivedAt = new Date(Date.now() - (60_000 - leftMs)).toISOString();
  const body = { channel: 'api', text: `택배가 아직 오지 않았어요. ${key}`, receivedAt };
  return { key, voice: 'channel', path: undefined, body: () => body, status: 201, leaves: 'ComplaintReceived' };
};
const answerStep = (key: string): Step => ({
  key: `${key}.answer`,
  voice: 'agent',
  path: 'replies',
  body: () => ({ text: `죄송합니다. ${key}`, asksCustomer: false }),
  status: 201,
  leaves: 'AgentReplied',
  asksCustomer: false,
});

/** Deadlines that pass while nobody looks are judged afterwards, by what was known when they passed. */
export const slaStopped: Scenario = {
  about: `SLA is killed over ${complaints} deadlines, of which every other one is met in time meanwhile.`,
  run: async (stage) => {
    const { installation, shop, say } = stage;
    const names = Array.from({ length: complaints }, (_, index) => `promise-${index}`);
    const stories = await Promise.all(names.map((name) => shop.begin(name, [receivedStep(name)])));
    await withLog(installation.logUrl(), async (store) => {
      await until('the clocks run', 60_000, async () => {
        const started = (await wholeLog(store)).filter(({ type }) => type === 'sla.ClockStarted');
        return started.length === 2 * complaints ? undefined : `${started.length} clocks run`;
      });
      await untilSettled(installation, store);
    });
    for (const { child } of installation.replicasOf('sla')) await child.kill();
    say('SLA is down, with all clocks running.');
    const answered = names.filter((_, index) => index % 2 === 0);
    await Promise.all(answered.map((name) => shop.go(name, answerStep(name))));
    say(`${answered.length} are answered.`);
    const due = await withLog(installation.logUrl(), async (store) => lastDue(await wholeLog(store)));
    await until('all deadlines have passed', 120_000, () => (Date.now() > due + 2000 ? undefined : 'they have not'));
    say('All deadlines have passed. SLA is started.');
    const log = await comeToRest(stage);
    const breached = new Set(
      log.filter(({ type }) => type === 'sla.TargetMissed').map(({ says }) => String(says['complaintId'])),
    );
    const answers = new Map(
      log
        .filter(({ type }) => type === 'intake.AgentReplied')
        .map(({ says, metadata }) => [String(says['complaintId']), Date.parse(metadata.occurredAt)]),
    );
    const tooLate = [...answers.values()].filter((at) => at > due - leftMs / 2 && at > due).length;
    const expected = stories
      .filter(({ story }) => !answered.includes(story.name))
      .map(({ complaintId = '' }) => complaintId);
    const wrong = [
      ...expected.filter((id) => !breached.has(id)).map((id) => `${id} was not answered, and no breach is known`),
      ...[...breached].filter((id) => !expected.includes(id)).map((id) => `${id} is called a breach falsely`),
      ...(tooLate > 0 ? [`${tooLate} answers came too late for this scenario: the machine is too slow`] : []),
      ...log
        .filter(({ type }) => type === 'sla.VerdictWithdrawn')
        .map(({ stream }) => `a verdict of ${stream} had to be withdrawn`),
    ];
    return [
      {
        check: 'as many breaches as deadlines that were not met, none false, none withdrawn',
        looked: `${complaints} deadlines, ${answered.length} answers in time, ${breached.size} breaches`,
        faults: wrong,
      },
      ...(await everythingHolds(stage, log)),
    ];
  },
};

const lastDue = (log: readonly { readonly type: string; readonly says: Readonly<Record<string, unknown>> }[]): number =>
  log
    .filter(({ type, says }) => type === 'sla.ClockStarted' && says['metric'] === 'first-response')
    .reduce((last, { says }) => Math.max(last, Date.parse(String(says['dueAt']))), 0);

import type { Logged } from './event-log.js';
import type { Finding } from './findings.js';
import type { Told } from './shop.js';

/** What was said first that counts as a response. */
const responses = ['AgentReplied', 'SolutionProposed', 'ComplaintResolved'];
const endsWaiting = ['CustomerWrote', 'SolutionAccepted', 'SolutionDeclined'];

/** Of all severities the same is promised here, so that finding another one changes no verdict. */
const besides = ['DeadlineNeared', 'ClockRederived'];

const name = ({ type }: Logged): string => type.slice(type.indexOf('.') + 1);
const happened = ({ metadata }: Logged): number => Date.parse(metadata.occurredAt);

/** Streams by their names. */
const byStream = (log: readonly Logged[]): ReadonlyMap<string, readonly Logged[]> => {
  const streams = new Map<string, Logged[]>();
  for (const event of log) {
    const stream = streams.get(event.stream);
    if (stream) stream.push(event);
    else streams.set(event.stream, [event]);
  }
  return streams;
};

const complaintStream = (complaintId = ''): string => `intake.complaint-${complaintId}`;

/** Until when the latest promise of a first response has to be judged. */
export const lastDeadline = (log: readonly Logged[]): number =>
  log
    .filter((event) => name(event) === 'ClockStarted' && event.says['metric'] === 'first-response')
    .filter(({ metadata }) => metadata.historical !== true)
    .reduce((last, { says }) => Math.max(last, Date.parse(String(says['dueAt']))), 0);

/** Every promise is judged as the log's own moments say, once: derived here from what was said, not by the code of the clocks. */
export const judgedPromises = (log: readonly Logged[], told: readonly Told[]): readonly Finding[] => {
  const streams = byStream(log);
  const faults: string[] = [];
  const warnings: string[] = [];
  const tally = { met: 0, missed: 0, late: 0, withdrawn: 0 };
  const accepted = told.filter(({ complaintId }) => complaintId !== undefined);

  for (const { story, complaintId } of accepted) {
    const life = streams.get(complaintStream(complaintId)) ?? [];
    for (const metric of ['first-response', 'resolution']) {
      const stream = streams.get(`sla.clock-${complaintId}.${metric}`) ?? [];
      const found = stream.map(name).filter((each) => !besides.includes(each));
      const expected = metric === 'resolution' ? resolutionOf(life) : firstResponseOf(life, stream[0], story.kind);
      if (!expected.some((each) => each.join() === found.join()))
        faults.push(
          `${metric} of ${story.name} ${complaintId}: ${found.join(', ')} where ${expected.map((each) => each.join(', ')).join(' or ')} is right`,
        );
      if (metric === 'first-response') count(tally, found);
      const percents = stream
        .filter((event) => name(event) === 'DeadlineNeared')
        .map(({ says }) => Number(says['percent']));
      if (percents.some((percent, index) => percent <= (percents[index - 1] ?? 0)))
        warnings.push(`${metric} of ${story.name}: warned at ${percents.join(', ')} %`);
    }
  }
  return [
    {
      check: 'every promise was judged once, and none falsely',
      looked: `${accepted.length} first responses: ${tally.met} met, ${tally.missed} missed, ${tally.late} reached late, ${tally.withdrawn} verdicts withdrawn`,
      faults,
    },
    { check: 'nobody was warned twice', looked: `${accepted.length * 2} clocks`, faults: warnings },
  ];
};

const count = (
  tally: { met: number; missed: number; late: number; withdrawn: number },
  found: readonly string[],
): void => {
  if (found.includes('TargetMet')) tally.met += 1;
  else if (found.includes('TargetReachedLate')) tally.late += 1;
  else if (found.includes('TargetMissed')) tally.missed += 1;
  if (found.includes('VerdictWithdrawn')) tally.withdrawn += 1;
};

type Right = readonly (readonly string[])[];

const firstResponseOf = (life: readonly Logged[], started: Logged | undefined, kind: Told['story']['kind']): Right => {
  const due = Date.parse(String(started?.says['dueAt']));
  const response = life.find((event) => responses.includes(name(event)));
  // Nobody waits for what is imported: it is judged only when it says itself when it was answered.
  if (!response) return kind === 'imported' ? [['ClockStarted']] : [['ClockStarted', 'TargetMissed']];
  if (happened(response) <= due)
    return [
      ['ClockStarted', 'TargetMet'],
      // Stated in time and stored after the verdict: that one is withdrawn.
      ['ClockStarted', 'TargetMissed', 'VerdictWithdrawn', 'TargetMet'],
    ];
  return [['ClockStarted', 'TargetMissed', 'TargetReachedLate']];
};

/** Its promise is longer than any run, so that it is never missed. */
const resolutionOf = (life: readonly Logged[]): Right => {
  const right = ['ClockStarted'];
  let state: 'running' | 'paused' | 'met' = 'running';
  for (const event of life) {
    const said = name(event);
    if (state === 'met') break;
    if (said === 'AgentReplied' && event.says['asksCustomer'] === true && state === 'running') {
      right.push('ClockPaused');
      state = 'paused';
    } else if (endsWaiting.includes(said) && state === 'paused') {
      right.push('ClockResumed');
      state = 'running';
    } else if (said === 'ComplaintResolved') {
      right.push('TargetMet');
      state = 'met';
    }
  }
  return [right];
};

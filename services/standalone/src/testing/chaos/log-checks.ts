import type { Logged } from './event-log.js';
import { type Finding, repeatedIn } from './findings.js';
import type { Told } from './shop.js';

/** What the log has to say by itself: nothing twice, no gap, nothing without a cause. */
export const soundLog = (log: readonly Logged[], positions: 'gapless' | 'rising'): readonly Finding[] => {
  const looked = `${log.length} events`;
  const revisions = new Map<string, bigint>();
  const gaps: string[] = [];
  for (const [index, { position, stream, revision }] of log.entries()) {
    const [expected, before] = [revisions.get(stream) ?? 0n, log[index - 1]?.position ?? ''];
    if (revision !== expected) gaps.push(`${stream} has revision ${revision} where ${expected} is next`);
    revisions.set(stream, revision + 1n);
    if (position <= before || (positions === 'gapless' && BigInt(position) !== BigInt(index + 1)))
      gaps.push(`${position} stands behind ${before}`);
  }
  const known = new Set(log.flatMap(({ id, metadata }) => [id, metadata.commandId]));
  return [
    { check: 'positions rise, and revisions of each stream have no gap', looked, faults: gaps },
    { check: 'no event stands twice', looked, faults: repeatedIn(log.map(({ id }) => id)) },
    {
      check: 'every event has its cause',
      looked,
      faults: log
        .filter(({ metadata }) => !known.has(metadata.causationId))
        .map(({ position, type }) => `${type} at ${position} has none`),
    },
  ];
};

const streamOf = (complaintId: string): string => `intake.complaint-${complaintId}`;

/** What customers and agents were told is what stands there: no less, no more, in the order of each complaint. */
export const keptWord = (log: readonly Logged[], told: readonly Told[]): readonly Finding[] => {
  const received = log.filter(({ type }) => type === 'intake.ComplaintReceived');
  const stands = received.map(({ says }) => `${String(says['complaintId'])} ${String(says['caseNumber'])}`);
  const accepted = told.filter(({ complaintId }) => complaintId !== undefined);
  const answered = accepted.map(({ complaintId, caseNumber }) => `${complaintId} ${caseNumber}`);
  const [inLog, inAnswers] = [new Set(stands), new Set(answered)];
  const types = new Map<string, string[]>();
  for (const { stream, type } of log.filter(({ stream: name }) => name.startsWith('intake.complaint-'))) {
    const list = types.get(stream) ?? [];
    types.set(stream, list);
    if (type !== 'intake.RequestAssigned') list.push(type.slice('intake.'.length));
  }
  const lives = accepted.flatMap(({ story, done, complaintId = '' }) => {
    const expected = story.steps.slice(0, done).map(({ leaves }) => leaves);
    const found = types.get(streamOf(complaintId)) ?? [];
    return expected.join() === found.join()
      ? []
      : [`${story.name} was told ${expected.join(', ')}, and ${found.join(', ')} stands there`];
  });
  return [
    {
      check: 'every accepted complaint stands there once, under the id and number of its first answer, and no other',
      looked: `${answered.length} accepted, ${stands.length} in the log`,
      faults: [
        ...answered.filter((each) => !inLog.has(each)).map((each) => `${each} was answered and is not in the log`),
        ...stands.filter((each) => !inAnswers.has(each)).map((each) => `${each} stands in the log and nobody was told`),
        ...repeatedIn(stands).map((each) => `${each} stands there twice`),
      ],
    },
    {
      check: 'no case number was given twice',
      looked: `${received.length} numbers`,
      faults: repeatedIn(received.map(({ says }) => String(says['caseNumber']))),
    },
    {
      check: 'what was said about each complaint stands there once and in its order',
      looked: `${accepted.reduce((sum, { done }) => sum + done, 0)} steps`,
      faults: lives,
    },
  ];
};

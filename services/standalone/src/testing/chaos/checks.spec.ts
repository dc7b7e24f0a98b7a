import type { Position } from '@redress/eventing';
import type { Logged } from './event-log.js';
import type { Finding } from './findings.js';
import { keptWord, soundLog } from './log-checks.js';
import { judgedPromises } from './promise-checks.js';
import type { Told } from './shop.js';
import type { Step } from './stories.js';
import { sameTopic, type TopicRecord } from './topic-checks.js';

const position = (number: number): Position => String(number).padStart(19, '0') as Position;
const minute = (text: string): string => `2026-03-02T09:${text}.000Z`;

interface Sketch {
  readonly type: string;
  readonly stream: string;
  readonly at?: string;
  readonly says?: Readonly<Record<string, unknown>>;
}

/** As the store would have it: positions and revisions without gaps, everything caused by one request. */
const logOf = (sketches: readonly Sketch[]): readonly Logged[] => {
  const revisions = new Map<string, bigint>();
  return sketches.map(({ type, stream, at = minute('00:00'), says = {} }, index) => {
    const revision = revisions.get(stream) ?? 0n;
    revisions.set(stream, revision + 1n);
    return {
      id: `event-${index + 1}`,
      type,
      version: 1,
      stream,
      revision,
      position: position(index + 1),
      data: JSON.stringify(says),
      says,
      metadata: {
        occurredAt: at,
        recordedAt: at,
        by: { id: 'x', roles: [] },
        commandId: 'request',
        correlationId: 'request',
        causationId: 'request',
        key: 'k1',
      },
    };
  });
};

const clock = 'sla.clock-k1.first-response';
const life = 'intake.complaint-k1';
const whole: readonly Sketch[] = [
  { type: 'intake.ComplaintReceived', stream: life, says: { complaintId: 'k1', caseNumber: '10000000-6' } },
  { type: 'sla.ClockStarted', stream: clock, says: { metric: 'first-response', dueAt: minute('01:00') } },
  { type: 'sla.ClockStarted', stream: 'sla.clock-k1.resolution', says: { metric: 'resolution' } },
  { type: 'intake.AgentReplied', stream: life, at: minute('00:30'), says: { asksCustomer: true } },
  { type: 'sla.TargetMet', stream: clock },
  { type: 'sla.ClockPaused', stream: 'sla.clock-k1.resolution' },
];
const step = (leaves: string): Step => ({
  key: leaves,
  voice: 'agent',
  path: undefined,
  body: () => ({}),
  status: 201,
  leaves,
});
const told: readonly Told[] = [
  {
    story: { name: 'one', kind: 'of-today', steps: [step('ComplaintReceived'), step('AgentReplied')] },
    done: 2,
    complaintId: 'k1',
    caseNumber: '10000000-6',
  },
];
const broken = (findings: readonly Finding[]): readonly string[] =>
  findings.filter(({ faults }) => faults.length > 0).map(({ check }) => check);
const all = (log: readonly Logged[], word = told): readonly string[] =>
  broken([...soundLog(log, 'gapless'), ...keptWord(log, word), ...judgedPromises(log, word)]);

describe('What is looked at after the faults', () => {
  it('holds where everything is as it should be', () => {
    expect(all(logOf(whole))).toEqual([]);
  });

  it.each<readonly [string, readonly Sketch[], RegExp]>([
    ['an accepted complaint is not there', whole.slice(1), /accepted complaint/],
    [
      'a complaint stands there that nobody was told of',
      [
        ...whole,
        { ...whole[0], stream: 'intake.complaint-k2', says: { complaintId: 'k2', caseNumber: '2' } } as Sketch,
      ],
      /accepted complaint/,
    ],
    [
      'a number was given twice',
      [
        ...whole,
        { ...whole[0], stream: 'intake.complaint-k2', says: { complaintId: 'k2', caseNumber: '10000000-6' } } as Sketch,
      ],
      /number was given twice/,
    ],
    ['a reply stands there twice', [...whole, whole[3] as Sketch], /said about each complaint/],
    ['an answer that was given is missing', whole.filter((_, index) => index !== 3), /said about each complaint/],
    [
      'a kept promise was called broken',
      whole.map((each, index) => (index === 4 ? { ...each, type: 'sla.TargetMissed' } : each)),
      /judged once/,
    ],
    ['a promise was judged twice', [...whole, whole[4] as Sketch], /judged once/],
    ['a promise was not judged', whole.filter((_, index) => index !== 4), /judged once/],
    ['a clock does not wait for the customer', whole.filter((_, index) => index !== 5), /judged once/],
  ])('names it when %s', (_, sketches, check) => {
    expect(all(logOf(sketches))).toEqual(expect.arrayContaining([expect.stringMatching(check)]));
  });

  it('names a broken promise that nobody was told of, and not one that was withdrawn', () => {
    const late = whole.map((each, index) => (index === 3 ? { ...each, at: minute('02:00') } : each));
    expect(all(logOf(late))).toEqual([expect.stringMatching(/judged once/)]);
    const withdrawn = ['sla.TargetMissed', 'sla.VerdictWithdrawn'].map((type) => ({ type, stream: clock }));
    expect(all(logOf([...whole.slice(0, 4), ...withdrawn, ...whole.slice(4)]))).toEqual([]);
  });

  it('names gaps, repetitions and events without a cause', () => {
    const log = logOf(whole);
    expect(all(log.filter((_, index) => index !== 5))).toContain('every promise was judged once, and none falsely');
    expect(
      broken(
        soundLog(
          log.filter((_, index) => index !== 2),
          'gapless',
        ),
      ),
    ).toEqual(['positions rise, and revisions of each stream have no gap']);
    expect(
      broken(
        soundLog(
          log.map((event) => ({ ...event, id: 'same' })),
          'gapless',
        ),
      ),
    ).toEqual(['no event stands twice']);
    const orphan = log.map((event, index) =>
      index === 3 ? { ...event, metadata: { ...event.metadata, causationId: 'nobody' } } : event,
    );
    expect(broken(soundLog(orphan, 'gapless'))).toEqual(['every event has its cause']);
  });
});

describe('The topic', () => {
  const log = logOf(whole);
  const record = ({ id, type, data, position: at, stream, metadata }: Logged): TopicRecord => ({
    partition: 0,
    key: metadata.key,
    value: data,
    headers: { ce_id: id, ce_type: type, ce_position: at, ce_subject: stream },
  });
  const progress = (upTo: number): TopicRecord => ({
    partition: 0,
    key: null,
    value: JSON.stringify({ logId: 'l', position: position(upTo) }),
    headers: { ce_type: 'redress.progress' },
  });
  const records = log.map(record);
  const [first, second, third] = records as [TopicRecord, TopicRecord, TopicRecord];
  const isBroken = (found: readonly TopicRecord[]): boolean => broken(sameTopic(log, found, 1)).length > 0;

  it('is the log, whatever was repeated and told between', () => {
    expect(isBroken(records)).toBe(false);
    expect(isBroken([first, second, first, second, progress(2), ...records.slice(2), progress(6)])).toBe(false);
  });

  it('is not when a record is missing, comes out of order, is another one, or comes after progress told of it', () => {
    expect(isBroken(records.slice(0, -1))).toBe(true);
    expect(isBroken([first, third, second, ...records.slice(3)])).toBe(true);
    expect(isBroken([{ ...first, value: '{}' }, ...records.slice(1)])).toBe(true);
    expect(isBroken([first, progress(2), ...records.slice(1)])).toBe(true);
  });
});

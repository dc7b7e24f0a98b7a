import { publishedEvents } from '@redress/contracts';
import { type HistoryInJson, replayLines } from './replay.rules.js';
import { english, korean } from './replay-words.rules.js';

type Entry = HistoryInJson['entries'][number];

const complaintId = '6f8e1c2a-0000-4000-8000-000000000001';
const entry = (type: string, more: Partial<Entry> = {}): Entry => ({
  eventId: complaintId,
  type,
  stream: 'x.y-1',
  revision: 0,
  position: '1',
  occurredAt: '2026-03-02T09:00:00.000Z',
  recordedAt: '2026-03-02T09:00:00.120Z',
  by: '3a3a3a3a-0000-4000-8000-000000000001',
  roles: [{ role: 'agent' }],
  causationId: complaintId,
  correlationId: complaintId,
  historical: false,
  data: {},
  ...more,
});
const told = (...entries: readonly Entry[]): readonly string[] =>
  replayLines(
    { complaintId: complaintId as HistoryInJson['complaintId'], caseNumber: '10000017-3', entries },
    { language: 'en' },
  );

describe('A history told in a terminal', () => {
  it('names people by role and the beginning of their id, and in full at the end', () => {
    const lines = told(entry('intake.NoteAdded'), entry('intake.CustomerWrote', { by: 'anonymous', roles: [] }));
    expect(lines.slice(2)).toEqual([
      '2026-03-02 09:00:00  agent 3a3a3a3a    note added',
      '2026-03-02 09:00:00  customer          customer wrote',
      '',
      'In full:',
      '  3a3a3a3a  3a3a3a3a-0000-4000-8000-000000000001',
    ]);
  });

  it('knows a channel by its key', () => {
    const by = 'channel:9b9b9b9b-0000-4000-8000-000000000001';
    expect(told(entry('intake.CustomerWrote', { by, roles: [{ role: 'channel' }] })).join('\n')).toContain(
      'channel 9b9b9b9b',
    );
  });

  it('says what was imported, and what became known late', () => {
    const recordedAt = '2026-03-05T10:00:00.000Z';
    const lines = told(
      entry('intake.NoteAdded', { recordedAt, historical: true }),
      entry('intake.NoteAdded', { recordedAt }),
    );
    expect(lines[2]).toMatch(/note added {2}\(imported 2026-03-05 10:00:00\)$/);
    expect(lines[3]).toMatch(/note added {2}\(recorded 2026-03-05 10:00:00\)$/);
  });

  it('says how late a verdict was given, when nobody was there at the deadline', () => {
    const missed = (occurredAt: string, more: Partial<Entry> = {}): string | undefined => {
      const data = { metric: 'resolution', dueAt: '2026-03-02T09:00:00.000Z' };
      return told(entry('sla.TargetMissed', { occurredAt, recordedAt: occurredAt, data, ...more }))[2];
    };
    expect(missed('2026-03-02T09:00:00.900Z')).toMatch(/MISSED, was due 2026-03-02 09:00:00$/);
    expect(missed('2026-03-02T09:07:10.000Z')).toMatch(/ {2}\(7 min late\)$/);
    expect(missed('2026-03-02T12:10:00.000Z')).toMatch(/ {2}\(3 h late\)$/);
    expect(missed('2026-03-05T12:10:00.000Z')).toMatch(/ {2}\(3 d late\)$/);
    expect(missed('2026-03-05T12:10:00.000Z', { historical: true })).not.toContain('late');
  });

  it('calls what it has no words for by its type', () =>
    expect(told(entry('compensation.PayoutDeclined', { causedBy: 'compensation.RefundProposed' }))[2]).toMatch(
      /compensation: payout declined {2}\(because: compensation: refund proposed\)$/,
    ));

  it('lets nobody steer the terminal', () => {
    const lines = told(entry('intake.CustomerWrote', { data: { text: 'a\u001b[2Jb\u0085\u202ec\r\n\td' } }));
    expect(lines.slice(3, 5)).toEqual([`${' '.repeat(21)}| a[2Jbc`, `${' '.repeat(21)}|   d`]);
  });

  it('cuts off what is too long for a terminal', () => {
    const [, , , said] = told(entry('intake.CustomerWrote', { data: { text: '가'.repeat(5_000) } }));
    expect(said).toHaveLength(21 + 2 + 400 + 2);
  });

  it('keeps its columns in Hangul', () => {
    const lines = replayLines(
      {
        complaintId: complaintId as HistoryInJson['complaintId'],
        entries: [
          entry('intake.NoteAdded', { policyVersion: 3 }),
          entry('intake.NoteAdded', { by: 'anonymous', roles: [] }),
        ],
      },
      { language: 'ko' },
    );
    expect(lines.slice(2, 4)).toEqual([
      '2026-03-02 09:00:00  agent 3a3a3a3a  정책 3  내부 메모',
      '2026-03-02 09:00:00  고객                    내부 메모',
    ]);
  });

  it('has words in both languages for every event about a complaint', () => {
    const about = publishedEvents.filter(({ service }) => ['intake', 'sla', 'access'].includes(service));
    const ofCases = about.filter(
      ({ personal, name }) => personal.length > 0 || /^(Clock|Target|Verdict|Deadline)/.test(name),
    );
    const ofServices = publishedEvents.filter(
      ({ service, name }) =>
        ['triage', 'compensation', 'notification'].includes(service) && !/Published$|Reconcil|^Preference/.test(name),
    );
    expect(ofServices.length).toBeGreaterThan(40);
    for (const { type } of [...ofCases, ...ofServices])
      expect([type, type in english.events, type in korean.events]).toEqual([type, true, true]);
    expect(Object.keys(korean.events)).toEqual(Object.keys(english.events));
  });
});

import { causeOfFeedRead, feedReader } from './feed-reader.decider.js';

const auditor = { id: 'auditor 1', roles: ['auditor'] };
const at = new Date('2026-03-02T09:00:00Z');
const commandId = (selection: string, instant: string, id = auditor.id): string =>
  causeOfFeedRead({ ...auditor, id }, selection, new Date(instant)).commandId;

describe('Reading the feed with personal data in clear', () => {
  it('is recorded with who, what and when', () =>
    expect(
      feedReader.decide.RecordFeedRead({ readerId: auditor.id, selection: 'sla.clock' }, null, { at, by: auditor }),
    ).toEqual([
      {
        type: 'FeedRead',
        data: { readerId: auditor.id, selection: 'sla.clock', service: 'audit', readAt: at },
      },
    ]));

  it('is one command per reader, selection and hour', () => {
    const first = commandId('all', '2026-03-02T09:00:00Z');
    expect(commandId('all', '2026-03-02T09:59:59.999Z')).toBe(first);
    for (const other of [
      commandId('all', '2026-03-02T10:00:00Z'),
      commandId('sla.clock', '2026-03-02T09:00:00Z'),
      commandId('all', '2026-03-02T09:00:00Z', 'auditor 2'),
    ])
      expect(other).not.toBe(first);
  });
});

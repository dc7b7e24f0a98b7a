import { selectionOf } from './feed.rules.js';

const takenBy = (text: string | undefined, ...streams: readonly string[]): readonly string[] =>
  streams.filter((stream) => selectionOf(text)?.takes({ stream }));

describe('A selection of the log', () => {
  it('is all of it, unless categories are named', () => {
    expect(takenBy(undefined, 'sla.clock-1', 'intake.complaint-1')).toEqual(['sla.clock-1', 'intake.complaint-1']);
    expect(selectionOf(undefined)?.name).toBe('all');
  });

  it('holds the streams of each category, and not those whose category only begins like it', () =>
    expect(
      takenBy('sla.clock,intake.complaint', 'sla.clock-1', 'sla.clocks-1', 'sla.policy-x', 'intake.complaint-1'),
    ).toEqual(['sla.clock-1', 'intake.complaint-1']));

  it('has the same name in whatever order it was asked for', () =>
    expect(selectionOf('sla.clock,intake.complaint,sla.clock')?.name).toBe('intake.complaint,sla.clock'));

  it('is none where a category is no service and noun', () => {
    for (const text of ['', 'sla', 'sla.clock,', 'sla.clock, intake.complaint', 'SLA.clock', 'sla.clock-1/2', '.'])
      expect([text, selectionOf(text)]).toEqual([text, undefined]);
  });
});

import fc from 'fast-check';
import { type Fault, faultShown, scheduleOf, type Targets } from './schedule.js';

const targets: Targets = {
  processes: [
    { weight: 4, names: ['intake-1', 'intake-2', 'sla-1'] },
    { weight: 1, names: ['postgres'] },
  ],
  edges: { weight: 3, names: ['intake-1 to the log', 'sla-1 to kafka'] },
};
const seeds = fc.integer({ min: 0, max: 1_000_000 });
const lengths = fc.integer({ min: 1000, max: 600_000 });

describe('The faults of a seed', () => {
  it('are the same whenever they are asked for, and others for other seeds', () => {
    fc.assert(
      fc.property(seeds, (seed) =>
        expect(scheduleOf(seed, 120_000, targets)).toEqual(scheduleOf(seed, 120_000, targets)),
      ),
    );
    const different = new Set(
      Array.from({ length: 20 }, (_, seed) => JSON.stringify(scheduleOf(seed, 120_000, targets))),
    );
    expect(different.size).toBe(20);
  });

  it('come in order and are undone by the end', () => {
    fc.assert(
      fc.property(seeds, lengths, (seed, length) => {
        const faults = scheduleOf(seed, length, targets);
        expect(faults.map(({ atMs }) => atMs)).toEqual(faults.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
        for (const { atMs, forMs } of faults) expect(atMs + forMs).toBeLessThanOrEqual(length);
      }),
    );
  });

  it('leave what was struck alone until it had a chance to begin again', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const last = new Map<string, Fault>();
        for (const fault of scheduleOf(seed, 300_000, targets)) {
          const before = last.get(fault.target);
          if (before) expect(fault.atMs).toBeGreaterThan(before.atMs + before.forMs);
          last.set(fault.target, fault);
        }
      }),
    );
  });

  it('are of every kind, on everything, and each as its target allows', () => {
    const faults = Array.from({ length: 20 }, (_, seed) => scheduleOf(seed, 300_000, targets)).flat();
    const isEdge = ({ target }: Fault): boolean => targets.edges.names.includes(target);
    expect(new Set(faults.filter(isEdge).map(({ kind }) => kind))).toEqual(new Set(['cut', 'stall', 'close']));
    expect(new Set(faults.filter((fault) => !isEdge(fault)).map(({ kind }) => kind))).toEqual(
      new Set(['kill', 'freeze']),
    );
    expect(new Set(faults.map(({ target }) => target)).size).toBe(6);
  });

  it('are shown on a line', () => {
    expect(faultShown({ atMs: 12_340, kind: 'freeze', target: 'intake-2', forMs: 4100 })).toBe(
      '   12.3 s  freeze  intake-2  for 4.1 s',
    );
    expect(faultShown({ atMs: 900, kind: 'cut', target: 'sla-1 to kafka', forMs: 0 })).toBe(
      '    0.9 s  cut     sla-1 to kafka',
    );
  });
});

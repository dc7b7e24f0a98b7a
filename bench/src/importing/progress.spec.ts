import { progressLine, summaryOf } from './progress.js';

const tally = { total: 1245, received: 800, known: 10, refused: 2 };

describe('Progress', () => {
  it('says how far, how fast and how long still', () =>
    expect(progressLine(tally, 4)).toBe('812 of 1,245 lines (65 %), 203 a second, 3 s left'));

  it('promises nothing before it began', () =>
    expect(progressLine({ total: 1245, received: 0, known: 0, refused: 0 }, 0)).toBe(
      '0 of 1,245 lines (0 %), 0 a second',
    ));

  it('ends with what became of every line', () =>
    expect(summaryOf(tally, 4.06)).toBe('1,245 lines: 800 taken in, 10 known already, 2 refused, in 4.1 s.'));
});

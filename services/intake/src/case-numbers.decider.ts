import { type Decider, event, refuse } from '@redress/eventing';
import type { Block } from './case-number.rules.js';

interface Commands {
  ReserveBlock: { readonly sequence: string; readonly size: number };
}

/** The stream that hands out numbers of eight digits. Once they have run out, a longer sequence is begun. */
export const sequence = 'eight-digits';
const lowest = 10_000_000;
const highest = 99_999_999;

/**
 * Who may give out which case numbers. Its state is the block that was reserved last: whoever reserved one gives its
 * numbers out alone, so that none is used twice, whatever becomes of any process or read database.
 */
export const caseNumbers: Decider<Commands, 'CaseNumbersReserved', Block, 'case-numbers-exhausted'> = {
  category: 'intake.case-numbers',
  initial: { first: lowest, last: lowest - 1 },

  decide: {
    ReserveBlock: ({ sequence, size }, { last: taken }) => {
      const [first, last] = [taken + 1, taken + size];
      return last > highest
        ? refuse('case-numbers-exhausted', 'Every case number of this sequence has been reserved.')
        : [event('CaseNumbersReserved', { sequence, first, last })];
    },
  },

  evolve: {
    CaseNumbersReserved: (_, { first, last }) => ({ first, last }),
  },
};

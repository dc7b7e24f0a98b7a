import { event } from '@redress/eventing';
import { specify } from '@redress/eventing/testing';
import fc from 'fast-check';
import { caseNumbers, sequence } from './case-numbers.decider.js';

const given = specify(caseNumbers);
const at = new Date('2026-03-02T09:00:00Z');
const reserved = (first: number, last: number) => event('CaseNumbersReserved', { sequence, first, last });

describe('Case numbers', () => {
  it('begin with eight digits', () =>
    given().when('ReserveBlock', { sequence, size: 200 }, at).then(reserved(10_000_000, 10_000_199)));

  it('go on after the block that was reserved last', () =>
    given(reserved(10_000_000, 10_000_199), reserved(10_000_200, 10_000_299))
      .when('ReserveBlock', { sequence, size: 50 }, at)
      .then(reserved(10_000_300, 10_000_349)));

  it('run out rather than grow longer or begin again', () => {
    const almostAll = given(reserved(10_000_000, 99_999_990));
    almostAll.when('ReserveBlock', { sequence, size: 9 }, at).then(reserved(99_999_991, 99_999_999));
    almostAll.when('ReserveBlock', { sequence, size: 10 }, at).thenRefused('case-numbers-exhausted');
  });

  it('are reserved once each, whatever the sizes of the blocks', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 50 }), (sizes) => {
        let block = caseNumbers.initial;
        for (const size of sizes) {
          const before = block;
          const [one] = caseNumbers.decide.ReserveBlock({ sequence, size }, block, {
            at,
            by: { id: 'x', roles: [] },
          }) as [ReturnType<typeof reserved>];
          block = caseNumbers.evolve.CaseNumbersReserved(block, one.data);
          expect(block.first).toBe(before.last + 1);
          expect(block.last - block.first + 1).toBe(size);
        }
      }),
    ));
});

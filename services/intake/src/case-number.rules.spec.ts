import fc from 'fast-check';
import { caseNumberOf, isCaseNumber } from './case-number.rules.js';

const issued = fc.integer({ min: 10_000_000, max: 99_999_999 }).map(caseNumberOf);
const digitAt = (index: number): number => (index === 8 ? 9 : index);

describe('A case number', () => {
  it('is the number and its check digit', () => {
    expect(caseNumberOf(10_000_000)).toBe('10000000-6');
    expect(isCaseNumber('10000000-6')).toBe(true);
  });

  it('follows Damm’s published example', () => expect(caseNumberOf(572)).toBe('572-4'));

  it('is known as one', () => fc.assert(fc.property(issued, (number) => isCaseNumber(number))));

  it('is none any more when one digit is wrong', () =>
    fc.assert(
      fc.property(issued, fc.nat(8), fc.integer({ min: 1, max: 9 }), (number, place, by) => {
        const index = digitAt(place);
        const wrong = (Number(number[index]) + by) % 10;
        return !isCaseNumber(number.slice(0, index) + String(wrong) + number.slice(index + 1));
      }),
    ));

  it('is none any more when two neighbours are swapped', () =>
    fc.assert(
      fc.property(issued, fc.nat(7), (number, place) => {
        const [one, other] = [digitAt(place), digitAt(place + 1)];
        const digits = [...number];
        [digits[one], digits[other]] = [String(number[other]), String(number[one])];
        return number[one] === number[other] || !isCaseNumber(digits.join(''));
      }),
    ));

  it('is nothing else', () =>
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => !isCaseNumber(text) || /^\d{8,}-\d$/.test(text))));
});

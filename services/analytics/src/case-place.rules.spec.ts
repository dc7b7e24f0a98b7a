import fc from 'fast-check';
import { readPlace, writePlace } from './case-place.rules.js';

describe('Where a page of cases ended', () => {
  const places = fc.record({
    at: fc.date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true }),
    complaintId: fc.uuid(),
    part: fc.constantFrom('', 'last', '3', 'in-progress', 'first_response', `${'0'.repeat(36)}reversed`),
  });

  it('reads back as it was written', () =>
    fc.assert(fc.property(places, (place) => expect(readPlace(writePlace(place))).toEqual(place))));

  it('is nothing else, whatever somebody sends', () =>
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json()), (text) => {
        expect(readPlace(text)).toBeUndefined();
        expect(readPlace(Buffer.from(text).toString('base64url'))).toBeUndefined();
      }),
    ));

  it('names a moment that exists', () => {
    const forged = JSON.stringify(['2026-13-40T25:00:00.000Z', '6f8e1c2a-0000-4000-8000-000000000001', '']);
    expect(readPlace(Buffer.from(forged).toString('base64url'))).toBeUndefined();
  });
});

import fc from 'fast-check';
import { complaintReader, minorUnits } from './review.js';

const review = {
  externalRef: 'r-1',
  receivedAt: '2017-02-16T00:00:00-03:00',
  answeredAt: '2017-02-18T16:42:13-03:00',
  score: 1,
  subject: null,
  text: 'Chegou quebrado.',
  locale: 'pt-BR',
  customerId: 'c-1',
  region: 'RJ',
  orderNo: 'o-1',
  promisedAt: '2017-02-22T00:00:00-03:00',
  deliveredAt: null,
  productCode: 'p-1',
  sellerId: 's-1',
  orderValue: 150.89,
  currency: 'BRL',
};

describe('A review', () => {
  it('is a complaint with the facts of its order', () =>
    expect(complaintReader()(review)).toEqual({
      channel: 'web',
      externalRef: 'r-1',
      receivedAt: '2017-02-16T00:00:00-03:00',
      text: 'Chegou quebrado.',
      productCode: 'p-1',
      customer: { id: 'c-1', locale: 'pt-BR' },
      order: {
        number: 'o-1',
        region: 'RJ',
        sellerId: 's-1',
        promisedAt: '2017-02-22T00:00:00-03:00',
        valueMinor: 15089,
        currency: 'BRL',
      },
    }));

  it('leaves out what is not known', () =>
    expect(complaintReader()({ text: 'Nada chegou.', orderNo: null, orderValue: null, currency: 'BRL' })).toEqual({
      channel: 'web',
      text: 'Nada chegou.',
    }));

  it('about several orders is a complaint about each', () => {
    const read = complaintReader();
    const references = [review, { ...review, orderNo: 'o-2' }, review, { ...review, orderNo: 'o-2' }].map(
      (line) => read(line)['externalRef'],
    );
    expect(references).toEqual(['r-1', 'r-1.o-2', 'r-1', 'r-1.o-2']);
  });
});

describe('Any other line', () => {
  it('is sent as it stands', () => {
    const line = {
      channel: 'mail',
      text: 'It leaks.',
      order: { number: '1' },
      customerId: 'not a field, as the server will say',
    };
    expect(complaintReader()(line)).toBe(line);
  });
});

describe('An amount in minor units', () => {
  it.each([
    ['111.22', 'BRL', 11_122],
    ['1.1', 'EUR', 110],
    ['0.07', 'USD', 7],
    ['5000', 'KRW', 5_000],
    ['5000.0', 'KRW', 5_000],
    ['1.005', 'KWD', 1_005],
    ['90071992547409.91', 'BRL', 9_007_199_254_740_991],
  ])('%s %s is %d', (amount, currency, minor) => expect(minorUnits(amount, currency)).toBe(minor));

  it.each([
    ['1.005', 'BRL'],
    ['0.5', 'KRW'],
    ['-1', 'BRL'],
    ['1e21', 'BRL'],
    ['90071992547409.92', 'BRL'],
    ['1', 'reais'],
    ['"1"', 'BRL'],
  ])('%s %s has none', (amount, currency) => expect(() => minorUnits(amount, currency)).toThrow(/^its order value/));

  it('is the very amount, whatever binary fractions make of it', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (cents) => {
        const written: unknown = JSON.parse(`${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`);
        expect(minorUnits(JSON.stringify(written), 'BRL')).toBe(cents);
      }),
    ));
});

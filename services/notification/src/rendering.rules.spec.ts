import fc from 'fast-check';
import { fitting, gathered, instantShown, moneyShown, valuesOf, written } from './rendering.rules.js';

describe('What a message says', () => {
  it('writes amounts as their currency and the reader have it', () => {
    const shown = (amountMinor: number, currency: string, locale: string) =>
      // Between number and currency stands a blank at which no line ends.
      moneyShown({ amountMinor, currency }, locale).replaceAll('\u00a0', ' ');
    expect([shown(5000, 'KRW', 'ko'), shown(5000, 'KRW', 'en')]).toEqual(['₩5,000', '₩5,000']);
    expect([shown(5000, 'USD', 'en'), shown(1234, 'BHD', 'en')]).toEqual(['$50.00', 'BHD 1.234']);
    expect(shown(123_456, 'EUR', 'de')).toBe('1.234,56 €');
  });

  it('tells times by the reader’s clock', () => {
    const at = new Date('2026-03-02T15:30:00Z');
    expect(instantShown(at, { locale: 'ko', timeZone: 'Asia/Seoul' })).toBe('2026년 3월 3일 00:30');
    expect(instantShown(at, { locale: 'en', timeZone: 'America/New_York' })).toBe('March 2, 2026 at 10:30');
  });

  it('reads well where something is not known', () => {
    const known = (locale: string) => valuesOf({ caseNumber: '1', matter: {} }, { locale, timeZone: 'UTC' });
    expect(known('ko')).toMatchObject({ customerName: '소중한', resolutionBy: '최대한 빠른 시간 안에' });
    expect(known('en-AU')).toMatchObject({ customerName: 'customer', resolutionBy: 'as soon as we can' });
    expect(known('fr')).toMatchObject({ customerName: 'customer' });
  });

  it('has a subject of one line, whatever stands in it', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const { subject } = written({ subject: '{{text}}', body: '{{text}}' }, { text: `${text}\r\nBcc: a@b.c` });
        expect(subject).toMatch(/^[^\r\n\u2028\u2029]+$/);
        expect(Buffer.byteLength(subject)).toBeLessThanOrEqual(1024);
      }),
    ));

  it('is cut at a character where it is too long', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 3, max: 40 }), (text, most) => {
        const cut = fitting(text, most);
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(most);
        expect(text.startsWith(cut.replace(/…$/, '')) || cut === text).toBe(true);
      }),
    ));

  it('brings in a digest what each message says, and what all of them say once', () => {
    const frame = { subject: 'News', body: 'Hello!\n\n{{messages}}\n\nYours' };
    const messages = ['one', 'two'].map((text) => ({ subject: text, body: `Hello!\n\n${text}\n\nYours` }));
    expect(gathered(messages, frame)).toBe('■ one\n\none\n\n■ two\n\ntwo');
    const long = { subject: 'long', body: 'x'.repeat(60_000) };
    expect(Buffer.byteLength(gathered([long, long, long], frame))).toBeLessThan(33_000);
  });
});

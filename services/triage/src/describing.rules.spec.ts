import fc from 'fast-check';
import { charactersIn, described, languageOf } from './describing.rules.js';
import { withoutPersonal } from './personal-patterns.rules.js';
import { shippedRules } from './triage-rules.decider.js';
import { vocabulary } from './vocabulary.rules.js';

describe('The language of a text', () => {
  it.each([
    ['환불해주세요', 'ko'],
    ['iPhone 15 Pro Max 배송 언제 되나요', 'ko'],
    ['Where is my order?', 'en'],
    ['MEU PEDIDO NÃO FOI ENTREGUE E NÃO FOI DADA NENHUMA SATISFAÇÃO', 'other'],
    ['Ich habe das Paket nicht erhalten', 'other'],
    ['返金してください', 'other'],
    ['!!!', 'other'],
  ])('“%s” is %s', (text, language) => expect(languageOf(text)).toBe(language));
});

describe('What stands for somebody', () => {
  it.each([
    'min.su+shop@example.co.kr',
    '010-1234-5678',
    '01012345678',
    '+82 10 1234 5678',
    '(02) 555-1234',
    '900101-1234567',
    '4111 1111 1111 1111',
    '4111-1111-1111-1111',
    '테헤란로 152',
    '101동 1502호',
    '12 Baker Street',
    '1234567890123',
  ])('is passed over: %s', (pattern) => {
    const { text, personalPatterns } = withoutPersonal(`before ${pattern} after`);
    expect(personalPatterns).toBe(true);
    expect(text.replace(/\s+/g, ' ')).toBe('before . after');
  });

  it.each(['two boxes', '5만원', '3일 뒤', '2026-03-02', '100%', 'size 42'])('does not stand in “%s”', (text) =>
    expect(withoutPersonal(text)).toEqual({ text, personalPatterns: false }),
  );
});

describe('The length of a text', () => {
  it('is what people count, however long the text or a character of it is', () => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
    const part = fc.oneof(
      fc.constantFrom('👩‍👩‍👧‍👦', '🇰🇷', '각', 'e\u0301', '\r\n', '\ud800', `e${'\u0301'.repeat(2_500)}`),
      fc.string({ unit: 'binary', maxLength: 300 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        expect(charactersIn(text)).toBe([...segmenter.segment(text)].length);
      }),
    );
  });
});

describe('The description of a text', () => {
  const terms = new Set(shippedRules.rules.flatMap(({ words }) => words.map(({ term }) => term)));

  it('names what it speaks of, in the order of the text, and counts as people do', () => {
    const description = described('🙂 배송도 늦고 환불도 안 돼요. parcel, 배송', shippedRules.rules);
    expect(description).toMatchObject({ language: 'ko', personalPatterns: false, length: 29 });
    expect(description.terms.map(({ term }) => term).filter((term) => !term.endsWith('*'))).toEqual(
      ['배송', '환불', 'parcel'].filter((term) => terms.has(term)),
    );
  });

  it('names nothing but terms of the rules and of the vocabulary, at most a hundred', () => {
    const known = new Set([...terms, ...vocabulary]);
    expect(described([...terms].join(' . '), shippedRules.rules).terms).toHaveLength(100);
    const written = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.constantFrom(...known));
    fc.assert(
      fc.property(fc.array(written, { maxLength: 20 }), (parts) => {
        const { terms: found } = described(parts.join(' '), shippedRules.rules);
        for (const { term } of found) expect(known).toContain(term);
        expect(new Set(found.map(({ term }) => term)).size).toBe(found.length);
      }),
      { numRuns: 50 },
    );
  });
});

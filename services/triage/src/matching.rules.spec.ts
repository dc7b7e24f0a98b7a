import fc from 'fast-check';
import { finds, prepared } from './matching.rules.js';

const foundIn = (text: string, term: string): boolean => finds(prepared(text), term);

describe('A Korean word', () => {
  it.each([
    '환불',
    '환 불',
    '환불이',
    '환불은 언제',
    '환불해주세요',
    '환불 해 주세요',
    '전액환불 원해요',
    '빨리 환불!!',
    '환불ㅠㅠ',
    '반품환불',
    '물건이환불됐어요',
    '환불요청드립니다',
    '환\n불',
    '환불',
  ])('is found in “%s”', (text) => expect(foundIn(text, '환불')).toBe(true));

  it.each(['교환불가', '교환 불가라네요', '교환 불만', '소환불능', '환. 불', '환율'])(
    'is not found inside “%s”',
    (text) => expect(foundIn(text, '환불')).toBe(false),
  );

  it.each([
    ['화상채팅이 안 돼요', '화상'],
    ['최고장점', '고장'],
    ['문화재를 봤어요', '화재'],
    ['사고장소', '고장'],
  ])('in “%s” is not %s', (text, term) => expect(foundIn(text, term)).toBe(false));

  it('with a star goes on as it likes', () => {
    expect(foundIn('컵이 깨졌더라고요', '깨졌*')).toBe(true);
    expect(foundIn('늦어지는군요', '늦어*')).toBe(true);
  });

  it('of several words is found however they are spaced', () => {
    expect(foundIn('아직도안왔어요', '안 왔어요')).toBe(true);
    expect(foundIn('택배가 아직 안왔어요', '안 왔어요')).toBe(true);
    expect(foundIn('택배가안 왔 어요', '안왔어요')).toBe(true);
  });

  it('beside English is found too', () => {
    expect(foundIn('AS센터에 맡겼어요', 'as센터')).toBe(true);
    expect(foundIn('USB케이블', '케이블')).toBe(true);
  });
});

describe('An English word', () => {
  it.each([
    ['REFUND!!', 'refund'],
    ['I want my refunds', 'refund'],
    ['it was refunded', 'refund'],
    ['stopped working', 'stop working'],
    ['he lied and tried', 'try'],
    ['the battery is swelling', 'swell'],
    ['injuries', 'injury'],
    ["It doesn't work", 'doesnt work'],
    ['It doesnt work', "doesn't work"],
    ['It doesn’t work', "doesn't work"],
    ['charged me twice', 'charge me twice'],
    ['misleading', 'mislead*'],
  ])('in “%s”: %s is found', (text, term) => expect(foundIn(text, term)).toBe(true));

  it.each([
    ['prefund', 'refund'],
    ['firework', 'fire'],
    ['it works. Not', 'works not'],
    ['rational', 'rat'],
    ['late', 'later'],
    ['unbroken', 'broken'],
  ])('in “%s”: %s is not found', (text, term) => expect(foundIn(text, term)).toBe(false));
});

const syllable = fc.integer({ min: 0xac00, max: 0xd7a3 }).map((code) => String.fromCharCode(code));
const hangul = fc.array(syllable, { minLength: 2, maxLength: 5 }).map((all) => all.join(''));
const phrase = fc.array(hangul, { minLength: 1, maxLength: 6 }).map((all) => all.join(' '));
const particle = fc.constantFrom(
  ...[
    '은',
    '는',
    '이',
    '가',
    '을',
    '를',
    '에',
    '에서',
    '으로',
    '와',
    '과',
    '도',
    '만',
    '까지',
    '부터',
    '에서는',
    '만은',
  ],
);

describe('Whatever Korean is written', () => {
  it('a word is found with any particle behind it', () =>
    fc.assert(
      fc.property(phrase, hangul, particle, phrase, (before, term, behind, after) => {
        expect(foundIn(`${before} ${term}${behind} ${after}`, term)).toBe(true);
      }),
    ));

  it('no space that is put in makes it lost', () =>
    fc.assert(
      fc.property(phrase, hangul, particle, fc.array(fc.nat(40), { maxLength: 8 }), (before, term, behind, places) => {
        const text = `${before} ${term}${behind}`;
        expect(foundIn(text, term)).toBe(true);
        let spaced = text;
        for (const place of places) spaced = `${spaced.slice(0, place)} ${spaced.slice(place)}`;
        expect(foundIn(spaced, term)).toBe(true);
      }),
    ));

  it('it is found decomposed as well as composed', () =>
    fc.assert(
      fc.property(phrase, hangul, (before, term) => {
        expect(foundIn(`${before} ${term}`.normalize('NFD'), term)).toBe(true);
        expect(foundIn(`${before} ${term}`, term.normalize('NFD'))).toBe(true);
      }),
    ));
});

describe('Whatever English is written', () => {
  const word = fc.stringMatching(/^[a-z]{3,9}$/);

  it('a word is found among others, in any case, and never inside a longer one', () =>
    fc.assert(
      fc.property(word, word, (term, other) => {
        expect(foundIn(`The ${term.toUpperCase()}, you see`, term)).toBe(true);
        expect(foundIn(`x${term}`, term)).toBe(false);
        expect(foundIn(`${term}s ${other}`, `${term} ${other}`)).toBe(true);
      }),
    ));

  it('is looked through in time that grows with its length', () => {
    const long = prepared('refund '.repeat(9_000));
    const started = performance.now();
    for (let count = 0; count < 200; count += 1) finds(long, `nothing${count}`);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

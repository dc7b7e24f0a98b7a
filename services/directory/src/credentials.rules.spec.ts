import fc from 'fast-check';
import { passwordText, usernameKey, weaknessOf } from './credentials.rules.js';

describe('A username', () => {
  it.each([
    ['Lead', 'lead'],
    ['김하나', '김하나'.normalize('NFD')],
    ['STRASSE', 'straße'],
    ['ẞ', 'ß'],
    ['Ångström', 'A\u030angstro\u0308m'],
  ])('%s is the same as %s', (one, other) => expect(usernameKey(one)).toBe(usernameKey(other)));

  it.each([
    ['lead', 'leаd'],
    ['lead', 'lead1'],
    ['김하나', '김하늘'],
  ])('%s is not the same as %s', (one, other) => expect(usernameKey(one)).not.toBe(usernameKey(other)));

  it('is the same in capitals, in small letters and decomposed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), (username) => {
        const key = usernameKey(username);
        expect(usernameKey(key)).toBe(key);
        expect(usernameKey(username.toUpperCase())).toBe(key);
        expect(usernameKey(username.toLowerCase())).toBe(key);
        expect(usernameKey(username.normalize('NFD'))).toBe(key);
      }),
    );
  });

  it('is the same in capitals and in small letters, for every letter there is', () => {
    const letters = Array.from({ length: 0x11_0000 }, (_, code) => code)
      .filter((code) => code < 0xd800 || code > 0xdfff)
      .map((code) => String.fromCodePoint(code));
    const different = letters.filter((letter) => {
      const key = usernameKey(letter);
      return key !== usernameKey(letter.toUpperCase()) || key !== usernameKey(letter.toLowerCase());
    });
    expect(different).toEqual([]);
  });
});

describe('A password', () => {
  it('has eight characters, of whatever script', () => {
    expect(weaknessOf('일곱글자입니', 'lead')).toMatchObject({ refused: 'password-too-short' });
    expect(weaknessOf('여덟글자입니다요', 'lead')).toBeUndefined();
    expect(weaknessOf('😀😀😀😀', 'lead')).toMatchObject({ refused: 'password-too-short' });
  });

  it('is not the username', () =>
    expect(weaknessOf('Importer', 'importer')).toMatchObject({ refused: 'password-is-username' }));

  it('is the same whichever keyboard composed it', () =>
    expect(passwordText('비밀번호'.normalize('NFD'))).toBe(passwordText('비밀번호')));
});

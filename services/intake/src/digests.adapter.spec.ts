import { sameDigest } from './digests.adapter.js';

const one = 'a'.repeat(64);

describe('Two digests', () => {
  it('are the same when every digit is', () => expect(sameDigest(one, 'A'.repeat(64))).toBe(true));
  it('differ by their last digit', () => expect(sameDigest(one, `${'a'.repeat(63)}b`)).toBe(false));
  it.each(['', 'a', 'not hexadecimal', 'a'.repeat(62), 'a'.repeat(66)])('are none where one is %j', (text) => {
    expect(sameDigest(one, text)).toBe(false);
    expect(sameDigest(text, text)).toBe(false);
  });
});

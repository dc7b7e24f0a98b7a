import { scryptSync } from 'node:crypto';
import { isCheap, isPassword, storedPassword } from './passwords.adapter.js';

describe('A stored password', () => {
  it('is recognised, and nothing else is', async () => {
    const stored = await storedPassword('비밀번호 하나');
    expect(await isPassword('비밀번호 하나'.normalize('NFD'), stored)).toBe(true);
    expect(await isPassword('비밀번호 둘', stored)).toBe(false);
    expect(isCheap(stored)).toBe(false);
  });

  it('looks different each time', async () => {
    const [one, other] = await Promise.all([storedPassword('the very same'), storedPassword('the very same')]);
    expect(one.hash.equals(other.hash)).toBe(false);
  });

  it('that was hashed for less is recognised, and known to be cheap', async () => {
    const salt = Buffer.alloc(16, 1);
    const price = { cost: 1024, blockSize: 8, parallelization: 1 };
    const hash = scryptSync('an old password', salt, 32, { N: 1024, r: 8, p: 1 });
    expect(await isPassword('an old password', { salt, hash, ...price })).toBe(true);
    expect(isCheap(price)).toBe(true);
  });

  it('of nobody is never the right one, and takes as long', async () => {
    const stored = await storedPassword('somebody is here');
    const quickest = async (known: typeof stored | null): Promise<number> => {
      const took: number[] = [];
      for (let round = 0; round < 3; round += 1) {
        const began = performance.now();
        expect(await isPassword('a guess', known)).toBe(false);
        took.push(performance.now() - began);
      }
      return Math.min(...took);
    };
    expect(await quickest(null)).toBeGreaterThan((await quickest(stored)) / 2);
  });
});

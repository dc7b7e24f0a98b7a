import { CaseNumbers, type ReserveBlock } from './case-numbers.adapter.js';

/** Blocks of ten, one after the other, however many ask. */
const reserving = (): { readonly reserve: ReserveBlock; readonly ids: string[] } => {
  const ids: string[] = [];
  return {
    ids,
    reserve: async (commandId) => {
      ids.push(commandId);
      const first = 10_000_000 + (ids.length - 1) * 10;
      return { first, last: first + 9 };
    },
  };
};

const many = (numbers: CaseNumbers, count: number): Promise<readonly string[]> =>
  Promise.all(Array.from({ length: count }, () => numbers.next()));

describe('Giving out case numbers', () => {
  it('gives each number once, in order, to whoever asks at the same time', async () => {
    const given = await many(new CaseNumbers(reserving().reserve), 95);
    expect(new Set(given).size).toBe(95);
    expect([...given].sort()).toEqual(given);
    expect(given[0]).toBe('10000000-6');
  });

  it('never shares a block between two processes', async () => {
    const { reserve } = reserving();
    const given = await Promise.all([many(new CaseNumbers(reserve), 60), many(new CaseNumbers(reserve), 60)]);
    expect(new Set(given.flat()).size).toBe(120);
  });

  it('asks for every block under an id of its own', async () => {
    const { reserve, ids } = reserving();
    await many(new CaseNumbers(reserve), 30);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('lets nobody wait while numbers are left, though no block can be had', async () => {
    const { reserve } = reserving();
    let isAway = false;
    const numbers = new CaseNumbers((id) => (isAway ? Promise.reject(new Error('The store is away.')) : reserve(id)));
    await numbers.next();
    isAway = true;
    const given = await Promise.allSettled(Array.from({ length: 40 }, () => numbers.next()));
    const fulfilled = given.filter(({ status }) => status === 'fulfilled');
    expect(fulfilled.length).toBeGreaterThanOrEqual(9);
    expect(given.at(-1)).toMatchObject({ status: 'rejected', reason: new Error('The store is away.') });
    isAway = false;
    expect(await numbers.next()).toMatch(/^100000\d\d-\d$/);
  });
});

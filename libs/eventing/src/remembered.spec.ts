import { remembered } from './remembered.js';

describe('What is remembered', () => {
  it('is made once for each name, and again after it failed', () => {
    const made: string[] = [];
    const thing = remembered((name) => {
      made.push(name);
      if (made.length === 1) throw new Error('not yet');
      return { name };
    });
    expect(() => thing('a')).toThrow('not yet');
    const first = thing('a');
    expect([thing('a'), thing('b')]).toEqual([first, { name: 'b' }]);
    expect(thing('a')).toBe(first);
    expect(made).toEqual(['a', 'a', 'b']);
  });
});

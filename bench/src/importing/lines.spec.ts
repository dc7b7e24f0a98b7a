import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Line, lineKeys, linesOf, readObject } from './lines.js';

const folder = mkdtempSync(join(tmpdir(), 'redress-import-'));
afterAll(() => rmSync(folder, { recursive: true }));

const linesIn = async (content: string | Buffer): Promise<readonly Line[]> => {
  const path = join(folder, 'lines.jsonl');
  writeFileSync(path, content);
  const lines: Line[] = [];
  for await (const line of linesOf(path)) lines.push(line);
  return lines;
};
const line = (bytes: Buffer | string): Line => ({ number: 1, bytes: Buffer.from(bytes) });

describe('The lines of a file', () => {
  it('are counted like an editor does, blank ones left out', async () => {
    const lines = await linesIn('{"a":1}\r\n\n  \n{"a":2}\n{"a":3}');
    expect(lines.map(({ number }) => number)).toEqual([1, 4, 5]);
    expect(lines.map(readObject)).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
  });

  it('end at line feeds only', async () => {
    const lines = await linesIn('{"text":"one\u2028two\u2029three"}\n');
    expect(lines.map(readObject)).toEqual([{ text: 'one\u2028two\u2029three' }]);
  });

  it('may be longer than what is read at once', async () => {
    const text = '화'.repeat(200_000);
    expect((await linesIn(`{"text":"${text}"}\n{"text":"short"}`)).map(readObject)).toEqual([
      { text },
      { text: 'short' },
    ]);
  });

  it('are none in an empty file', async () => expect(await linesIn('')).toEqual([]));
});

describe('A line', () => {
  it.each([
    ['it is not JSON', '{"text":"secret'],
    ['it is not a JSON object', '["secret"]'],
    ['it is not a JSON object', 'null'],
    ['it is not UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22])],
  ])('says that %s, and nothing of what stands in it', (says, bytes) =>
    expect(() => readObject(line(bytes))).toThrow(new Error(says)),
  );

  it('has the same key in every run, and one of its own where two say the same', () => {
    const [first, second] = [lineKeys(), lineKeys()];
    const keys = ['a', 'b', 'a'].map((text) => first(line(text)));
    expect(new Set(keys).size).toBe(3);
    expect(['a', 'b', 'a'].map((text) => second(line(text)))).toEqual(keys);
  });
});

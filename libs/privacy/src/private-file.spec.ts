import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createPrivateFile } from './private-file.js';

describe('A private file', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'private-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  test('Whoever comes second leaves what the first wrote, and no draft.', () => {
    const path = join(directory, 'file');
    createPrivateFile(path, () => {
      writeFileSync(path, 'theirs');
      return 'ours';
    });
    expect(readFileSync(path, 'utf8')).toBe('theirs');
    expect(readdirSync(directory)).toEqual(['file']);
  });

  test('When it cannot be made, nothing is left behind.', () => {
    const fails = (): string => {
      throw new Error('no chance');
    };
    expect(() => createPrivateFile(join(directory, 'file'), fails)).toThrow('no chance');
    expect(readdirSync(directory)).toEqual([]);
  });
});

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownFolder } from './own-folder.adapter.js';

describe('The folder of a process', () => {
  const among = mkdtempSync(join(tmpdir(), 'redress-folders-'));
  afterAll(() => rmSync(among, { recursive: true, force: true }));

  it('is its own, and what processes left that are no more goes away', () => {
    const ended = spawnSync(process.execPath, ['-e', 'console.log(process.pid)'], { encoding: 'utf8' }).stdout.trim();
    const [left, alive, other] = [`redress-columns-${ended}-a1b2c3`, `redress-columns-${process.ppid}-a1b2c3`, 'other'];
    for (const name of [left, alive, other]) mkdirSync(join(among, name));
    const first = ownFolder(among);
    const second = ownFolder(among);
    expect(first).not.toBe(second);
    expect([first, second].every(existsSync)).toBe(true);
    expect(readdirSync(among)).toEqual(expect.arrayContaining([alive, other]));
    expect(readdirSync(among)).not.toContain(left);
  });
});

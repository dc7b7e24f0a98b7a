import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { treeOf } from './tree.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const planted = join(root, 'libs/repo-rules/fixtures/lint');

/** Each planted line names, in a comment at its end, the rules that must report it. */
const expected = (): readonly string[] => {
  const tree = treeOf(planted);
  return tree.paths.flatMap((path) =>
    tree
      .text(path)
      .split('\n')
      .flatMap((line, index) =>
        (/ \/\/ (?<rules>[\w@/ -]+)$/.exec(line)?.groups?.['rules'] ?? '')
          .split(' ')
          .filter((rule) => rule !== '')
          .map((rule) => `${path}:${index + 1} ${rule}`),
      ),
  );
};

describe('The linter', () => {
  it('reports every planted violation, and nothing else', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(root, 'libs/repo-rules/eslint/lint-planted.mjs'), root, planted],
      { cwd: root },
    );
    expect((JSON.parse(stdout) as readonly string[]).toSorted()).toEqual(expected().toSorted());
  }, 120_000);
});

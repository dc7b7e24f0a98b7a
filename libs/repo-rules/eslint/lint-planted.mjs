import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

/**
 * Lints the planted files as if each stood in its project, and prints what is reported, line by line. A process of its
 * own: ESLint and Nx keep what they know in globals. Rules that need types are left out, since the files do not exist.
 */
const [root, planted] = process.argv.slice(2);
const eslint = new ESLint({
  cwd: root,
  overrideConfig: [
    { ...tseslint.configs.disableTypeChecked, files: ['**/*.ts'] },
    { languageOptions: { parserOptions: { project: null, projectService: false } } },
  ],
});
const watched = /^(?:redress\/|@nx\/|no-restricted-syntax$)/;
const files = readdirSync(planted, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name));

const reported = [];
for (const file of files) {
  const path = relative(planted, file).replaceAll('\\', '/');
  const [{ messages }] = await eslint.lintText(readFileSync(file, 'utf8'), { filePath: join(root, path) });
  for (const { ruleId, line, message } of messages)
    if (ruleId === null || watched.test(ruleId)) reported.push(`${path}:${line} ${ruleId ?? message}`);
}
console.log(JSON.stringify([...new Set(reported)]));

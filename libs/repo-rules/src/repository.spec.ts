import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  boundaries,
  type Finding,
  honestSpecs,
  installScripts,
  largeFiles,
  licences,
  lockFile,
  manifests,
  pinnedVersions,
  references,
  repositoryTree,
  type Rule,
  sizes,
  suffixes,
  treeOf,
  wording,
  workflows,
} from './index.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const fixture = (name: string) => treeOf(join(root, 'libs/repo-rules/fixtures', name));
const asText = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ path, fault }) => `${path}: ${fault}`);

const rules: readonly (readonly [name: string, rule: Rule, caught: readonly RegExp[]])[] = [
  [
    'suffixes',
    suffixes,
    [
      /sla\/src\/clock\.service\.ts/,
      /sla\/src\/clocks\.ts/,
      /sla\/src\/old\.main\.ts/,
      /standalone\/src\/clock\.decider\.ts/,
    ],
  ],
  ['sizes', sizes, [/endless\.ts: It has 301 lines/]],
  [
    'boundaries',
    boundaries,
    [/'@redress\/intake'/, /'@redress\/adapter-postgres\/testing'/, /'\.\.\/\.\.\/intake.*leaves the project/],
  ],
  [
    'manifests',
    manifests,
    [
      /unlayered.*README/,
      /unlayered.*one tag/,
      /unlayered.*licence/,
      /untested.*README/,
      /untested.*one tag/,
      /untested.*targets/,
      /untested.*version/,
    ],
  ],
  ['pinned-versions', pinnedVersions, [/pg is wanted as '\^8/, /jest/, /cookie/, /rxjs/]],
  ['install-scripts', installScripts, [/miner wants to run/, /allowScripts names gone/]],
  ['licences', licences, [/strict is licensed as GPL-3\.0/, /mixed/, /silent is licensed as nothing/]],
  [
    'lock-file',
    lockFile,
    [
      /not say what package\.json says/,
      /not say what services\/newcomer/,
      /tells of services\/departed/,
      /pg is tied to/,
      /unsigned has no checksum/,
      /native lacks native-windows/,
    ],
  ],
  [
    'wording',
    wording,
    [
      /README\.md: Line 2 names a folder/,
      /README\.md: Line 3 names the host/,
      /clock\.ts: Line 1 is unfinished/,
      /clock\.ts: Line 2 is unfinished/,
      /clock\.ts: Line 3 speaks of how/,
    ],
  ],
  ['honest-specs', honestSpecs, [/Line 2/, /Line 3/, /Line 4/, /Line 5/]],
  [
    'workflows',
    workflows,
    [
      /checkout@v4 is not pinned/,
      /more than read/,
      /permissions of its own/,
      /overtaken/,
      /no time limit/,
      /leaves its token/,
    ],
  ],
  ['references', references, [/docs\/gone\.md/, /scripts\/gone\.mjs/]],
];

describe.each(rules)('The rule of %s', (name, rule, caught) => {
  it('holds in this repository', () => {
    expect(asText(rule(repositoryTree(root)))).toEqual([]);
  });

  it('catches what breaks it, and that alone', () => {
    expect(asText(rule(fixture(name)))).toEqual(caught.map((pattern) => expect.stringMatching(pattern)));
  });
});

describe('The size of a file', () => {
  it('is worth a look at twice what its role usually has', () => {
    expect(asText(largeFiles(fixture('sizes')))).toEqual([
      expect.stringMatching(/long\.reactor\.ts: It has 161 lines/),
    ]);
  });

  afterAll(() => {
    const large = asText(largeFiles(repositoryTree(root)));
    if (large.length > 0) process.stderr.write(`Large files, worth a look:\n  ${large.join('\n  ')}\n`);
  });
});

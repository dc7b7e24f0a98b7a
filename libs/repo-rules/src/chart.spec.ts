import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { undescribed, unused } from './chart/values.js';
import { repositoryTree, treeOf } from './tree.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const tree = repositoryTree(root);
const chart = treeOf(join(root, 'deploy/helm/redress'));
const values = parse(chart.text('values.yaml')) as Readonly<Record<string, unknown>>;
const charted = values['services'] as Readonly<Record<string, { readonly listens?: boolean }>>;
const templates = chart.paths
  .filter((path) => path.startsWith('templates/'))
  .map((path) => chart.text(path))
  .join('\n');

describe('The chart and the repository', () => {
  const services = tree.paths
    .flatMap((path) => /^services\/([^/]+)\/src\/main\.ts$/.exec(path)?.[1] ?? [])
    .filter((name) => name !== 'standalone');

  it('know the same services', () => {
    expect(Object.keys(charted).sort()).toEqual(services);
  });

  it.each(services)('agree on whether %s hears events and acts', (name) => {
    const modules = tree.paths.filter(
      (path) => path.startsWith(`services/${name}/src/`) && path.endsWith('.module.ts'),
    );
    const acts = modules.some((path) => /\breactors: \[[^\]]|\beffects(?:By)?: /.test(tree.text(path)));
    expect(charted[name]?.listens ?? false).toBe(acts);
  });

  it('agree on the names of settings', () => {
    const read = tree.paths
      .filter((path) => /^(?:libs|services)\/.*\/src\/.*(?<!\.spec)\.ts$/.test(path))
      .map((path) => tree.text(path))
      .join('\n');
    const given = [...templates.matchAll(/name: ([A-Z][A-Z_]+)\b|"variable" "([A-Z_]+)"/g)].map(
      ([, a, b]) => a ?? b ?? '',
    );
    expect(given).toContain('EVENT_STORE');
    expect(given).toContain('DATABASE_URL');
    expect(given.filter((name) => !read.includes(name) && !name.startsWith('NODE_'))).toEqual([]);
  });

  it('agree on the version', () => {
    const { version } = JSON.parse(tree.text('package.json')) as { version: string };
    expect(parse(chart.text('Chart.yaml'))).toMatchObject({ appVersion: version });
  });

  it('have the same alerts', () => {
    const [ours, theirs] = ['deploy/helm/redress/files/alerts.yaml', 'deploy/telemetry/alerts.yaml'].map((path) =>
      tree.paths.includes(path) ? tree.text(path) : 'none',
    );
    expect(ours).toBe(theirs);
  });
});

describe('The values of the chart', () => {
  it('are all described', () => {
    expect(undescribed(JSON.parse(chart.text('values.schema.json')))).toEqual([]);
  });

  it('are all read by a template', () => {
    expect(unused(values, templates)).toEqual([]);
  });

  it('are explained in its README, group by group', () => {
    expect(Object.keys(values).filter((name) => !chart.text('README.md').includes(`\`${name}`))).toEqual([]);
  });
});

describe('What looks after the values', () => {
  it('finds what is not described, however deep', () => {
    const said = { description: 'Said.', type: 'object' };
    const schema = {
      properties: { a: { ...said, properties: { b: { type: 'string' } } } },
      $defs: { c: { properties: { d: {} } } },
    };
    expect(undescribed(schema)).toEqual(['/a/b', '/$defs/c/d']);
  });

  it('finds what no template reads', () => {
    expect(unused({ a: { b: 1, c: 2 }, d: { e: 3 } }, '{{ .Values.a.b }} {{ toYaml .Values.d }}')).toEqual(['.a.c']);
  });
});

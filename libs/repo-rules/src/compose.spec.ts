import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Finding, repositoryTree, treeOf } from './index.js';
import { compose } from './rules/compose.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const faults = (findings: readonly Finding[]): readonly string[] => findings.map(({ fault }) => fault);

describe('The compose file', () => {
  it('has every service, one version of each image, the doors that are meant and no password of its own', () => {
    expect(faults(compose(repositoryTree(root)))).toEqual([]);
  });

  it('is found out when it has not', () => {
    expect(faults(compose(treeOf(join(root, 'libs/repo-rules/fixtures/compose'))))).toEqual([
      expect.stringMatching(/^\/services\/intake .*additional properties/),
      'The service triage is not in it.',
      'The service triage has no migration.',
      'The gateway does not know triage.',
      'Prometheus does not ask triage.',
      'gateway has the image redress-gateway:latest, which is not one version.',
      'gateway opens 3000:3000.',
      'intake-migration has a password in DATABASE_URL that is not marked local-only.',
      'postgres has the image postgres, which is not one version.',
      'postgres opens 5432:5432.',
      'postgres has no health check.',
      'postgres has a password in POSTGRES_PASSWORD that is not marked local-only.',
    ]);
  });
});

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Finding, repositoryTree, treeOf } from './index.js';
import { telemetry } from './rules/telemetry.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const faults = (findings: readonly Finding[]): readonly string[] => findings.map(({ fault }) => fault);

describe('Alerts and dashboards', () => {
  it('ask for metrics that there are; each alert says what to do and is seen to fire', () => {
    expect(faults(telemetry(repositoryTree(root)))).toEqual([]);
  });

  it('are found out when they do not', () => {
    expect(faults(telemetry(treeOf(join(root, 'libs/repo-rules/fixtures/telemetry'))))).toEqual([
      'Strange asks for strange_lag, which docs/operations/metrics.md does not describe.',
      'Strange has no section in docs/operations/alerts.md.',
      'Strange does not lead to its section.',
      'Strange has no summary.',
      'Strange is neither critical nor a warning.',
      'Strange is seen to fire in no test.',
      'Departed is no alert.',
      'Odd asks for known_time, which docs/operations/metrics.md does not describe.',
    ]);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needTool } from '../../scripts/debian-tool.mjs';
import { root } from '../../scripts/workspace.mjs';

/**
 * Has Prometheus's own tool read the alerts, run their tests and read what the dashboards ask for:
 * `node deploy/telemetry/check-rules.mjs`. Where it is missing and this is Debian as root, it is installed from the package
 * `prometheus`, whose service is not started.
 */
const run = (command, args) => spawnSync(command, args, { cwd: root, stdio: 'inherit' });
try {
  needTool('promtool', 'prometheus');
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const telemetry = join('deploy', 'telemetry');

/** The questions of all panels as recording rules, with Grafana's variables filled in. */
const questions = () => {
  const folder = join(root, telemetry, 'dashboards');
  const rules = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')).panels)
    .flatMap(({ targets = [] }) => targets)
    .map(({ expr }, index) => ({
      record: `question:${index}`,
      expr: expr.replaceAll('$__rate_interval', '5m').replaceAll('$job', '.*'),
    }));
  return JSON.stringify({ groups: [{ name: 'dashboards', rules }] });
};
const scratch = mkdtempSync(join(tmpdir(), 'redress-rules-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
writeFileSync(join(scratch, 'dashboards.yaml'), questions());

const steps = [
  ['check', 'rules', join(telemetry, 'alerts.yaml')],
  ['test', 'rules', join(telemetry, 'tests', 'alerts.test.yaml')],
  ['check', 'rules', join(scratch, 'dashboards.yaml')],
];
for (const step of steps) {
  const { status } = run('promtool', step);
  if (status !== 0) process.exit(status ?? 1);
}

import { parse } from 'yaml';
import type { Finding, Rule, Tree } from '../tree.js';

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly labels?: { readonly severity?: string };
  readonly annotations?: { readonly summary?: string; readonly runbook_url?: string };
}
interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const metricsPage = 'docs/operations/metrics.md';
const alertsPage = 'docs/operations/alerts.md';
const alertsFile = 'deploy/telemetry/alerts.yaml';
const testsFile = 'deploy/telemetry/tests/alerts.test.yaml';
const dashboards = /^deploy\/telemetry\/dashboards\/[^/]+\.json$/;

/** Prometheus's own, which no page of ours describes. */
const ofPrometheus = new Set(['up']);

/** The names of metrics in an expression: what is no label, no function, no keyword and no value. */
const metricsIn = (expression: string): readonly string[] => {
  const plain = expression
    .replaceAll(/"[^"]*"/g, '""')
    .replaceAll(/\{[^}]*\}/g, ' ')
    .replaceAll(/\[[^\]]*\]/g, ' ')
    .replaceAll(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
  const names = plain.match(/(?<![\w$.])[a-z_]\w*(?!\w*\s*\()/gi) ?? [];
  const keywords = /^(?:and|or|unless|offset|bool|\d*[smhdwy])$/;
  return [...new Set(names.filter((name) => !keywords.test(name)))];
};

const describedIn = (tree: Tree): readonly string[] =>
  [...tree.text(metricsPage).matchAll(/^\| `(\w+)` +\| (\w+)/gm)].flatMap(([, name = '', kind]) =>
    kind === 'histogram' ? ['_bucket', '_sum', '_count'].map((part) => name + part) : [name],
  );

const alertsOf = (tree: Tree): readonly Alert[] =>
  (parse(tree.text(alertsFile)) as { groups: { rules: Alert[] }[] }).groups.flatMap(({ rules }) => rules);

const unknown = (known: readonly string[], expression: string): readonly string[] =>
  metricsIn(expression).filter((name) => !known.includes(name) && !ofPrometheus.has(name));

const faultsOfAlerts = (tree: Tree, known: readonly string[]): readonly Finding[] => {
  const alerts = alertsOf(tree);
  const sections = [...tree.text(alertsPage).matchAll(/^## (\S+)$/gm)].map(([, title = '']) => title);
  const tested = new Set([...tree.text(testsFile).matchAll(/^\s+alertname: (\w+)$/gm)].map(([, name]) => name));
  const faults = alerts.flatMap(({ alert, expr, labels, annotations }) => [
    ...unknown(known, expr).map((name) => `${alert} asks for ${name}, which ${metricsPage} does not describe.`),
    ...(sections.includes(alert) ? [] : [`${alert} has no section in ${alertsPage}.`]),
    ...(annotations?.runbook_url === `${alertsPage}#${alert.toLowerCase()}`
      ? []
      : [`${alert} does not lead to its section.`]),
    ...(annotations?.summary ? [] : [`${alert} has no summary.`]),
    ...(['critical', 'warning'].includes(labels?.severity ?? '')
      ? []
      : [`${alert} is neither critical nor a warning.`]),
    ...(tested.has(alert) ? [] : [`${alert} is seen to fire in no test.`]),
  ]);
  const gone = sections.filter((title) => !alerts.some(({ alert }) => alert === title));
  return [
    ...faults.map((fault) => ({ path: alertsFile, fault })),
    ...gone.map((title) => ({ path: alertsPage, fault: `${title} is no alert.` })),
  ];
};

const faultsOfDashboards = (tree: Tree, known: readonly string[]): readonly Finding[] =>
  tree.paths
    .filter((path) => dashboards.test(path))
    .flatMap((path) => {
      const { panels } = JSON.parse(tree.text(path)) as { readonly panels: readonly Panel[] };
      return panels.flatMap(({ title, targets = [] }) =>
        targets
          .flatMap(({ expr }) => unknown(known, expr))
          .map((name) => ({ path, fault: `${title} asks for ${name}, which ${metricsPage} does not describe.` })),
      );
    });

/**
 * Dashboards and alerts ask for metrics that the page of metrics describes, which a spec of the product compares with what
 * there is. Every alert has a section that says what to do, leads to it, and is seen to fire in a test.
 */
export const telemetry: Rule = (tree) => {
  const known = describedIn(tree);
  return [...faultsOfAlerts(tree, known), ...faultsOfDashboards(tree, known)];
};

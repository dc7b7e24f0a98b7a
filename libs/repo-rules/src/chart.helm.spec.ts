import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  deploymentsOf,
  ingressesOf,
  jobsOf,
  policiesOf,
  type Resource,
  resourcesOf,
  scalersOf,
} from './chart/manifests.js';
import { type ChartRule, closed, confinement, life, secrecy, whole } from './chart/rules.js';
import { chartTools, type ChartTools } from './chart/tools.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const chart = join(root, 'deploy/helm/redress');
const examples = readdirSync(join(chart, 'ci')).sort();
const sets: readonly (readonly [name: string, words: readonly string[]])[] = [
  ['its own values', []],
  ...examples.map((file) => [file, ['--values', join(chart, 'ci', file)]] as const),
];
const everything = ['--values', join(chart, 'ci/everything-values.yaml')];
/** The oldest that the chart allows: what only newer ones know must not be in it. */
const oldest = ['--kube-version', '1.30.0'];

let tools: ChartTools;
beforeAll(async () => {
  tools = await chartTools(root);
}, 1_500_000);

const textOf = async (words: readonly string[], folder = chart): Promise<string> => {
  const { code, output, errors } = await tools.helm('template', 'redress', folder, ...oldest, ...words);
  if (code !== 0) throw new Error(errors);
  return output;
};
const rendered = async (words: readonly string[] = []): Promise<readonly Resource[]> =>
  resourcesOf(await textOf(words));
const refusal = async (...words: readonly string[]): Promise<string> => {
  const { code, errors } = await tools.helm('template', 'redress', chart, ...oldest, ...words);
  return code === 0 ? 'It was taken.' : errors;
};
/** That have an API, with the one that the examples add. */
const services = [
  'analytics',
  'audit',
  'compensation',
  'desk',
  'directory',
  'intake',
  'notification',
  'reports',
  'sla',
  'triage',
];
const variablesOf = (resources: readonly Resource[], name: string): readonly string[] =>
  deploymentsOf(resources)
    .filter(({ metadata }) => metadata.name === `redress-${name}`)
    .flatMap(({ spec }) => spec.template.spec.containers.flatMap(({ env }) => env.map((variable) => variable.name)));

const rules: readonly (readonly [name: string, rule: ChartRule])[] = [
  ['confinement', confinement],
  ['life', life],
  ['wholeness', whole],
  ['closed networks', closed],
  ['secrecy', secrecy],
];

describe.each(sets)('The chart with %s', (_, words) => {
  it('passes the linter', async () => {
    const { output, errors, code } = await tools.helm('lint', '--strict', chart, ...oldest, ...words);
    expect({ code, said: code === 0 ? '' : output + errors }).toEqual({ code: 0, said: '' });
  });

  it('renders nothing that a cluster would not understand', async () => {
    const { output } = await tools.strict(await textOf(words));
    expect(output).toMatch(/^[1-9]\d* documents\n$/);
  });

  it.each(rules)('keeps the rule of %s', async (_name, rule) => {
    expect(rule(await rendered(words))).toEqual([]);
  });
});

describe('Strict decoding', () => {
  it.each([
    ['a field that does not exist', 'replicas: 1\n  replica: 2', /unknown field "spec\.replica"/],
    ['a value of the wrong type', 'replicas: several', /spec\.replicas/],
    ['a field that is there twice', 'replicas: 1\n  replicas: 2', /already set/],
  ])('finds %s', async (_, spec, fault) => {
    const { code, output } = await tools.strict(
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: sla }\nspec:\n  ${spec}\n`,
    );
    expect({ code, output }).toEqual({ code: 1, output: expect.stringMatching(fault) as string });
  });

  it.each([
    ['keda.sh/v1alpha1', 'ScaledObject', 'triggers: [{ type: kafka, metadata: {}, threshold: 1 }]'],
    ['monitoring.coreos.com/v1', 'ServiceMonitor', 'endpoints: [{ port: http, every: 30s }]'],
    ['monitoring.coreos.com/v1', 'PrometheusRule', 'groups: [{ name: lag, rules: [{ alarm: Lag, expr: up }] }]'],
  ])('knows %s %s', async (apiVersion, kind, spec) => {
    const { output } = await tools.strict(
      `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: one }\nspec: { ${spec} }\n`,
    );
    expect(output).toMatch(/unknown field/);
  });

  it('finds a kind that nobody knows', async () => {
    expect((await tools.strict('apiVersion: v9\nkind: Pond\nmetadata: { name: one }\n')).output).toMatch(
      /no kind "Pond"/,
    );
  });
});

describe('The rules of the chart', () => {
  const broken: readonly (readonly [
    name: string,
    rule: ChartRule,
    from: RegExp | string,
    to: string,
    fault: RegExp,
  ])[] = [
    ['a process that may run as root', confinement, 'runAsNonRoot: true', 'runAsNonRoot: false', /may run as root/],
    [
      'a tree that may be written',
      confinement,
      'readOnlyRootFilesystem: true',
      'readOnlyRootFilesystem: false',
      /tree/,
    ],
    ['a container without a request', confinement, /cpu: 250m/g, 'pods: 1', /requests no CPU/],
    ['a missing probe', life, 'readinessProbe:', 'otherProbe:', /whether it is ready/],
    ['too short a grace', life, /GracePeriodSeconds: 40/g, 'GracePeriodSeconds: 20', /killed before/],
    ['a lost account', whole, 'serviceAccountName: redress-sla', 'serviceAccountName: redress-slo', /not there/],
    [
      'a route to nowhere',
      whole,
      /redress-gateway, port/g,
      'redress-porch, port',
      /routes \/docs to what is not there/,
    ],
    ['a door for everybody', closed, /from:\n(?: {8}.*\n)+/, 'from: []\n', /lets everybody in/],
    ['a password in clear', secrecy, 'name: LOG_LEVEL', 'name: INITIAL_PASSWORD', /INITIAL_PASSWORD in clear/],
    ['an address with a password', secrecy, 'value: info', 'value: postgres://sla:x@db/sla', /with a password/],
    ['a key in the wrong hands', secrecy, 'name: INITIAL_PASSWORD', 'name: OTHER', /could sign sign-in tokens/],
    ['another key in the wrong hands', secrecy, /name: PUBLIC_URL/g, 'name: OTHER', /could sign customers’ links/],
  ];

  it.each(broken)('catch %s', async (_, rule, from, to, fault) => {
    const text = await textOf(everything);
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    expect(rule(resourcesOf(changed)).join('\n')).toMatch(fault);
  });
});

describe('What is rendered', () => {
  it('migrates every service that has a database, before anything is replaced', async () => {
    const jobs = jobsOf(await rendered(everything));
    expect(jobs.map(({ metadata }) => metadata.name)).toEqual(
      [...services, 'relay'].sort().map((name) => `redress-${name}-migration`),
    );
    expect(new Set(jobs.map(({ metadata }) => metadata.annotations?.['helm.sh/hook']))).toEqual(
      new Set(['pre-install,pre-upgrade']),
    );
    expect(new Set(jobs.map(({ spec }) => spec.template.spec.containers[0]?.args?.join(' ')))).toEqual(
      new Set(['migrate']),
    );
  });

  it('tells each process what it may know, and no more', async () => {
    const resources = await rendered(everything);
    expect(variablesOf(resources, 'sla')).toContain('VAULT_URL');
    for (const name of ['relay', 'reports', 'gateway']) expect(variablesOf(resources, name)).not.toContain('VAULT_URL');
    for (const name of ['sla', 'relay', 'gateway'])
      expect(variablesOf(resources, name)).not.toContain('INITIAL_PASSWORD');
    for (const name of ['intake', 'notification']) expect(variablesOf(resources, name)).toContain('PUBLIC_URL');
    for (const name of ['directory', 'sla', 'gateway'])
      expect(variablesOf(resources, name)).not.toContain('PUBLIC_URL');
    expect(JSON.stringify(resources)).toContain('"name":"PUBLIC_URL","value":"https://complaints.example.com"');
    expect(variablesOf(resources, 'gateway').filter((name) => /DATABASE|KAFKA|SECRETS|EVENT/.test(name))).toEqual([]);
  });

  it('has a relay with Kafka only, and opens only the ports of what is in use', async () => {
    const [plain, kafka] = [
      await rendered(),
      await rendered(['--values', join(chart, 'ci/eventstoredb-and-kafka-values.yaml')]),
    ];
    const portsOf = (resources: readonly Resource[]): readonly (number | string)[] =>
      policiesOf(resources)
        .filter(({ metadata }) => metadata.name === 'redress-processes')
        .flatMap(({ spec }) => spec.egress?.flatMap(({ ports }) => ports.map(({ port }) => port)) ?? []);
    expect(variablesOf(plain, 'relay')).toEqual([]);
    expect(portsOf(plain)).toEqual([53, 53, 5432]);
    expect(variablesOf(kafka, 'relay')).toContain('KAFKA_BROKERS');
    expect(portsOf(kafka)).toEqual([53, 53, 5432, 2113, 9092, 9093]);
  });

  it('follows the lag of those who act, under the name of their group, with no more replicas than partitions', async () => {
    const scaled = scalersOf(await rendered(everything)).filter(({ kind }) => kind === 'ScaledObject');
    expect(scaled.map(({ metadata }) => metadata.name)).toEqual(
      ['compensation', 'intake', 'notification', 'reports', 'sla', 'triage'].map((name) => `redress-${name}`),
    );
    const sla = scaled.find(({ metadata }) => metadata.name === 'redress-sla');
    expect(sla?.spec).toMatchObject({ minReplicaCount: 3, maxReplicaCount: 24 });
    expect(JSON.stringify(sla)).toContain('"consumerGroup":"shop.sla.act"');
  });

  it('routes what is for the outside, and neither health nor metrics', async () => {
    const [ingress] = ingressesOf(await rendered(everything));
    expect(ingress?.spec.rules.flatMap(({ http }) => http.paths.map(({ path }) => path))).toEqual([
      ...services.map((name) => `/api/${name}`),
      '/docs',
      '/openapi.json',
    ]);
  });

  it('leaves the braces of alerts to Prometheus', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'redress-chart-'));
    try {
      cpSync(chart, copy, { recursive: true });
      mkdirSync(join(copy, 'files'), { recursive: true });
      const rule =
        '{ alert: Parked, expr: redress_parked_keys > 0, annotations: { summary: "{{ $labels.service }}" } }';
      writeFileSync(join(copy, 'files/alerts.yaml'), `groups:\n  - name: redress\n    rules:\n      - ${rule}\n`);
      const text = await textOf(['--set', 'prometheusRule.enabled=true'], copy);
      expect(text).toContain('{{ $labels.service }}');
      expect((await tools.strict(text)).code).toBe(0);
    } finally {
      rmSync(copy, { recursive: true });
    }
  });

  it('does not open to everybody when nobody is named', async () => {
    const nobody = ['ingressController', 'prometheus'].flatMap((who) => ['--set-json', `networkPolicies.${who}=[]`]);
    expect(closed(await rendered(nobody))).toEqual([]);
  });

  it('has a secret of each service where the name says so', async () => {
    const secrets = JSON.stringify(await rendered(['--set', 'secrets.service=shop-{service}-urls']));
    expect(secrets).toContain('"name":"shop-sla-urls","key":"database-url"');
  });
});

describe('Values', () => {
  it.each([
    ['a value that nobody reads', ['--set', 'sla.replicas=3'], /additional properties 'sla' not allowed/],
    ['an unknown setting of a service', ['--set', 'services.sla.replica=3'], /'replica' not allowed/],
    ['an event store that does not exist', ['--set', 'eventStore.kind=mongodb'], /eventStore\/kind/],
    ['Kafka without brokers', ['--set', 'bus.kind=kafka'], /kafka\/brokers/],
    ['a lag that nobody measures', ['--set', 'keda.enabled=true'], /bus\/kind/],
    ['tokens from nowhere', ['--set', 'kafka.sasl.mechanism=oauthbearer'], /tokenUrl/],
    ['an image that may be any', ['--set', 'image.tag=latest'], /image\/tag/],
    ['a number in words', ['--set', 'stopSeconds=twenty'], /stopSeconds/],
    ['a database in clear', ['--set', 'services.sla.extraEnvironment.DATABASE_URL=x'], /DATABASE_URL/],
    ['a service that cannot be named so', ['--set', 'services.SLA.enabled=true'], /SLA/],
    [
      'documents of a service that does not run',
      ['--set', 'ingress.enabled=true,ingress.docs=gateway'],
      /does not run/,
    ],
    ['an older Kubernetes', ['--kube-version', '1.29.9'], /incompatible/],
  ])('with %s are refused', async (_, words, said) => {
    expect(await refusal(...words)).toMatch(said);
  });
});

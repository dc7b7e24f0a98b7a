import {
  budgetsOf,
  type Container,
  deploymentsOf,
  ingressesOf,
  type Labels,
  podsOf,
  policiesOf,
  type Resource,
  scalersOf,
  selects,
  servicesOf,
} from './manifests.js';

/** A rule of a rendered chart: answers a sentence for each thing that breaks it. */
export type ChartRule = (resources: readonly Resource[]) => readonly string[];

const named = (name: string, faults: readonly (readonly [boolean, string])[]): readonly string[] =>
  faults.filter(([isFault]) => isFault).map(([, fault]) => `${name} ${fault}.`);

/** No pod may do more than it needs, and each says what it needs. */
export const confinement: ChartRule = (resources) =>
  podsOf(resources).flatMap(({ name, pod: { spec } }) => [
    ...named(name, [
      [spec.securityContext?.runAsNonRoot !== true, 'may run as root'],
      [spec.securityContext?.seccompProfile?.type !== 'RuntimeDefault', 'may make any system call'],
      [spec.automountServiceAccountToken !== false, 'is given a token of its account'],
    ]),
    ...spec.containers.flatMap((container) => confinementOf(name, container)),
  ]);

const confinementOf = (name: string, { securityContext, resources }: Container): readonly string[] =>
  named(name, [
    [securityContext?.allowPrivilegeEscalation !== false, 'may gain privileges'],
    [securityContext?.readOnlyRootFilesystem !== true, 'may write into its tree'],
    [!securityContext?.capabilities?.drop?.includes('ALL'), 'keeps capabilities'],
    [resources?.requests?.['cpu'] === undefined, 'requests no CPU'],
    [resources?.requests?.['memory'] === undefined, 'requests no memory'],
    [resources?.limits?.['memory'] === undefined, 'has no limit of memory'],
  ]);

/** Kubernetes knows of every process whether it lives and may be sent requests, and gives it the time that it needs to stop. */
export const life: ChartRule = (resources) =>
  deploymentsOf(resources).flatMap(({ metadata: { name }, spec: { strategy, template } }) =>
    template.spec.containers.flatMap((container) => {
      const { startupProbe, livenessProbe, readinessProbe, env, lifecycle } = container;
      const stopSeconds = Number(env.find((variable) => variable.name === 'STOP_SECONDS')?.value);
      const before = lifecycle?.preStop?.sleep?.seconds ?? 0;
      return named(`Deployment/${name}`, [
        [startupProbe?.httpGet.path !== '/health/live', 'is not asked whether it has started'],
        [livenessProbe?.httpGet.path !== '/health/live', 'is not asked whether it lives'],
        [readinessProbe?.httpGet.path !== '/health/ready', 'is not asked whether it is ready'],
        [strategy.rollingUpdate?.maxUnavailable !== 0, 'loses replicas in a release'],
        [
          !((template.spec.terminationGracePeriodSeconds ?? 0) > before + stopSeconds),
          'is killed before it may have stopped',
        ],
      ]);
    }),
  );

/** What names something else names what is there. */
export const whole: ChartRule = (resources) => {
  const deployments = deploymentsOf(resources);
  const names = (kind: string): readonly string[] =>
    resources.filter((resource) => resource.kind === kind).map(({ metadata }) => metadata.name);
  const [accounts, services] = [names('ServiceAccount'), names('Service')];
  const meant = (selector: Labels): readonly string[] =>
    deployments
      .filter(({ spec }) => selects(selector, spec.template.metadata.labels))
      .map(({ metadata }) => metadata.name);
  return [
    ...deployments.flatMap(({ metadata: { name }, spec }) => [
      ...named(`Deployment/${name}`, [
        [meant(spec.selector.matchLabels).join() !== name, 'does not select its own pods, and no others'],
        [!services.includes(name), 'has no Service'],
        [scalersOf(resources).filter((one) => one.spec.scaleTargetRef.name === name).length > 1, 'is scaled by two'],
      ]),
    ]),
    ...podsOf(resources).flatMap(({ name, pod: { spec } }) =>
      named(name, [
        [!accounts.includes(spec.serviceAccountName), 'runs under an account that is not there'],
        [
          spec.containers.some(({ volumeMounts }) =>
            volumeMounts.some((mount) => !spec.volumes.some((volume) => volume.name === mount.name)),
          ),
          'mounts a volume that is not there',
        ],
      ]),
    ),
    ...servicesOf(resources).flatMap(({ metadata: { name }, spec }) =>
      named(`Service/${name}`, [
        [meant(spec.selector).join() !== name, 'does not lead to its own pods, and no others'],
      ]),
    ),
    ...budgetsOf(resources).flatMap(({ metadata: { name }, spec }) =>
      named(`PodDisruptionBudget/${name}`, [[meant(spec.selector.matchLabels).join() !== name, 'is for other pods']]),
    ),
    ...scalersOf(resources).flatMap(({ kind, metadata, spec }) => {
      const target = deployments.find((one) => one.metadata.name === spec.scaleTargetRef.name);
      return named(`${kind}/${metadata.name}`, [
        [target === undefined, 'scales what is not there'],
        [target?.spec.replicas !== undefined, 'scales what has a fixed number of replicas'],
      ]);
    }),
    ...ingressesOf(resources).flatMap(({ metadata, spec }) =>
      spec.rules
        .flatMap((rule) => rule.http.paths)
        .filter(({ backend }) => !services.includes(backend.service.name))
        .map(({ path }) => `Ingress/${metadata.name} routes ${path} to what is not there.`),
    ),
  ];
};

/** Where policies are on, no pod is without one, and none lets everybody in. */
export const closed: ChartRule = (resources) => {
  const policies = policiesOf(resources);
  if (policies.length === 0) return [];
  const denials = policies.filter(({ spec }) => !spec.ingress && !spec.egress && spec.policyTypes.length === 2);
  return [
    ...podsOf(resources)
      .filter(
        ({ pod }) => !denials.some(({ spec }) => selects(spec.podSelector.matchLabels ?? {}, pod.metadata.labels)),
      )
      .map(({ name }) => `${name} may be reached by all and may reach all.`),
    ...policies
      .filter(({ spec }) => spec.ingress?.some(({ from }) => !from || from.length === 0))
      .map(({ metadata }) => `NetworkPolicy/${metadata.name} lets everybody in.`),
  ];
};

const secretName = /(?:PASSWORD|SECRET|TOKEN|DATABASE_URL|EVENT_LOG_URL|VAULT_URL|EVENTSTOREDB_URL|USERNAME)$/;

/** Secrets are named and never told, and the keys that sign are given to those alone who sign. */
export const secrecy: ChartRule = (resources) => [
  ...resources
    .filter(({ kind }) => kind === 'Secret' || kind === 'ConfigMap')
    .map(({ kind, metadata }) => `${kind}/${metadata.name} is part of the release, where everybody reads it.`),
  ...podsOf(resources).flatMap(({ name, pod: { spec } }) => {
    const variables = spec.containers.flatMap(({ env }) => env);
    const signs = variables.some((variable) => variable.name === 'INITIAL_PASSWORD');
    const makesLinks = variables.some((variable) => variable.name === 'PUBLIC_URL');
    return [
      ...variables
        .filter((variable) => secretName.test(variable.name) && variable.valueFrom?.secretKeyRef === undefined)
        .map((variable) => `${name} is told ${variable.name} in clear.`),
      ...named(name, [
        [!signs && JSON.stringify(spec.volumes).includes('sign-in.private.json'), 'could sign sign-in tokens'],
        [
          !makesLinks && JSON.stringify(spec.volumes).includes('customer-link.private.json'),
          'could sign customers’ links',
        ],
        [/\w:\/\/[^\s"/@]+:[^\s"/@]+@/.test(JSON.stringify(spec)), 'is told an address with a password'],
      ]),
    ];
  }),
];

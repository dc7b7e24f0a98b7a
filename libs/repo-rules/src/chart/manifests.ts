import { parseAllDocuments } from 'yaml';

export type Labels = Readonly<Record<string, string>>;

/** The parts of Kubernetes' kinds that the rules of the chart look at; that the rest is right, strict decoding says. */
export interface Resource<Spec = unknown> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Labels; readonly annotations?: Labels };
  readonly spec: Spec;
}

export interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef?: { readonly name: string; readonly key: string } };
}

export interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
  readonly periodSeconds: number;
  readonly failureThreshold: number;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly args?: readonly string[];
  readonly env: readonly Variable[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly resources?: { readonly requests?: Labels; readonly limits?: Labels };
  readonly securityContext?: {
    readonly allowPrivilegeEscalation?: boolean;
    readonly readOnlyRootFilesystem?: boolean;
    readonly capabilities?: { readonly drop?: readonly string[] };
  };
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly lifecycle?: { readonly preStop?: { readonly sleep?: { readonly seconds: number } } };
}

export interface Pod {
  readonly metadata: { readonly labels: Labels; readonly annotations?: Labels };
  readonly spec: {
    readonly serviceAccountName: string;
    readonly automountServiceAccountToken?: boolean;
    readonly securityContext?: { readonly runAsNonRoot?: boolean; readonly seccompProfile?: { readonly type: string } };
    readonly terminationGracePeriodSeconds?: number;
    readonly volumes: readonly { readonly name: string }[];
    readonly containers: readonly Container[];
  };
}

export interface DeploymentSpec {
  readonly replicas?: number;
  readonly strategy: { readonly rollingUpdate?: { readonly maxUnavailable: number } };
  readonly selector: { readonly matchLabels: Labels };
  readonly template: Pod;
}

export interface PolicySpec {
  readonly podSelector: {
    readonly matchLabels?: Labels;
    readonly matchExpressions?: readonly { readonly key: string; readonly values: readonly string[] }[];
  };
  readonly policyTypes: readonly string[];
  readonly ingress?: readonly { readonly from?: readonly unknown[] | null }[];
  readonly egress?: readonly { readonly ports: readonly { readonly port: number | string }[] }[];
}

/** What a rendered text consists of. Throws for what is not YAML. */
export const resourcesOf = (text: string): readonly Resource[] =>
  parseAllDocuments(text, { version: '1.1' }).flatMap((document) => {
    const [fault] = document.errors;
    if (fault) throw fault;
    const content = document.toJS() as Resource | null;
    return content === null ? [] : [content];
  });

const ofKind =
  <Spec>(kind: string) =>
  (resources: readonly Resource[]): readonly Resource<Spec>[] =>
    resources.filter((resource) => resource.kind === kind) as readonly Resource<Spec>[];

export const deploymentsOf = ofKind<DeploymentSpec>('Deployment');
export const jobsOf = ofKind<{ readonly template: Pod }>('Job');
export const policiesOf = ofKind<PolicySpec>('NetworkPolicy');
export const servicesOf = ofKind<{
  readonly selector: Labels;
  readonly ports: readonly { readonly targetPort: string }[];
}>('Service');
export const budgetsOf = ofKind<{ readonly selector: { readonly matchLabels: Labels } }>('PodDisruptionBudget');
export const ingressesOf = ofKind<{
  readonly rules: readonly {
    readonly http: {
      readonly paths: readonly {
        readonly path: string;
        readonly backend: { readonly service: { readonly name: string } };
      }[];
    };
  }[];
}>('Ingress');

/** What decides how many replicas a deployment has. */
export const scalersOf = (
  resources: readonly Resource[],
): readonly Resource<{ readonly scaleTargetRef: { readonly name: string } }>[] =>
  ['HorizontalPodAutoscaler', 'ScaledObject'].flatMap((kind) =>
    ofKind<{ readonly scaleTargetRef: { readonly name: string } }>(kind)(resources),
  );

/** Every pod that will run, with what makes it. */
export const podsOf = (resources: readonly Resource[]): readonly { readonly name: string; readonly pod: Pod }[] =>
  [...deploymentsOf(resources), ...jobsOf(resources)].map(({ kind, metadata, spec }) => ({
    name: `${kind}/${metadata.name}`,
    pod: spec.template,
  }));

/** Whether a pod, or whatever has labels, is among those that a selector means. */
export const selects = (selector: Labels, labels: Labels): boolean =>
  Object.entries(selector).every(([name, value]) => labels[name] === value);

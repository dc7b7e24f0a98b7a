import {
  type Metric,
  metrics,
  type Promised,
  severities,
  type Severity,
  type SlaPolicyPublished,
  type Terms,
  type Warning,
} from '@redress/contracts';
import { type Decider, event, refuse } from '@redress/eventing';

/** What is promised to whom, and when people are warned. */
export type SlaPolicy = Omit<SlaPolicyPublished, 'policyId'>;

/** The one in force, with those before it: what was promised under one of them is derived again under the same. */
export interface SlaPolicies extends SlaPolicy {
  readonly earlier: readonly SlaPolicy[];
}

interface Commands {
  PublishPolicy: { readonly promises: readonly Promised[]; readonly warnings: readonly Warning[] };
}

/** The one stream of it: `sla.policy-current`. */
export const currentPolicy = 'current';

const hours = (count: number): number => count * 60;

/** What ships with the product, in force until somebody publishes another. */
export const shippedPolicy: SlaPolicy = {
  version: 1,
  promises: [
    { severity: 'high-risk', metric: 'first-response', minutes: hours(1) },
    { severity: 'high-risk', metric: 'resolution', minutes: hours(24) },
    { severity: 'important', metric: 'first-response', minutes: hours(4) },
    { severity: 'important', metric: 'resolution', minutes: hours(48) },
    { severity: 'normal', metric: 'first-response', minutes: hours(24) },
    { severity: 'normal', metric: 'resolution', minutes: hours(7 * 24) },
  ],
  warnings: [{ percent: 75 }, { percent: 90 }],
};

type Reason = 'promise-missing' | 'promise-repeated' | 'warning-repeated';

export const slaPolicy: Decider<Commands, 'SlaPolicyPublished', SlaPolicies, Reason> = {
  category: 'sla.policy',
  initial: { ...shippedPolicy, earlier: [] },

  decide: {
    PublishPolicy: ({ promises, warnings }, state) => {
      const missing = combinations.find((one) => !promises.some(isFor(one)));
      if (missing)
        return refuse('promise-missing', `Nothing is promised for ${missing.severity} complaints: ${missing.metric}.`);
      if (promises.length > combinations.length)
        return refuse('promise-repeated', 'Every severity and metric is promised once.');
      if (new Set(warnings.map(({ percent }) => percent)).size < warnings.length)
        return refuse('warning-repeated', 'Every warning has a percentage of its own.');
      const content = inOrder({ promises, warnings });
      if (JSON.stringify(content) === JSON.stringify(inOrder(state))) return [];
      return [event('SlaPolicyPublished', { policyId: currentPolicy, version: state.version + 1, ...content })];
    },
  },

  evolve: {
    SlaPolicyPublished: ({ earlier, ...before }, { version, promises, warnings }) => ({
      version,
      promises,
      warnings,
      earlier: [...earlier, before],
    }),
  },
};

interface Combination {
  readonly severity: Severity;
  readonly metric: Metric;
}
const combinations: readonly Combination[] = severities.flatMap((severity) =>
  metrics.map((metric) => ({ severity, metric })),
);
const isFor =
  ({ severity, metric }: Combination) =>
  (promised: Promised): boolean =>
    promised.severity === severity && promised.metric === metric;

/** However it was written down: by severity and metric, warnings rising. */
const inOrder = ({ promises, warnings }: Commands['PublishPolicy']): Commands['PublishPolicy'] => ({
  promises: combinations.flatMap(({ severity, metric }) =>
    promises.filter(isFor({ severity, metric })).map(({ minutes }) => ({ severity, metric, minutes })),
  ),
  warnings: warnings.map(({ percent }) => ({ percent })).toSorted((a, b) => a.percent - b.percent),
});

/** The policy as it was published under that version. */
export const versionOf = (policies: SlaPolicies, version: number): SlaPolicy =>
  policies.earlier.find((policy) => policy.version === version) ?? policies;

/** What the policy promises about a complaint; a policy is complete, so that there is always a promise. */
export const termsOf = ({ version, promises, warnings }: SlaPolicy, severity: Severity, metric: Metric): Terms => ({
  policyVersion: version,
  severity,
  promiseMinutes: promises.find(isFor({ severity, metric }))?.minutes ?? 0,
  warnings,
});

import type { OwnershipPolicyPublished } from '@redress/contracts';
import { type Decider, event } from '@redress/eventing';

/** How ownership and escalation go. */
export type OwnershipPolicy = Omit<OwnershipPolicyPublished, 'policyId'>;

interface Commands {
  PublishPolicy: Omit<OwnershipPolicy, 'version'>;
}

/** The one stream of it: `triage.policy-current`. */
export const currentPolicy = 'current';

/** What ships with the product, in force until somebody publishes another. */
export const shippedPolicy: OwnershipPolicy = {
  version: 1,
  confirmWithinMinutes: 30,
  leadAfterHours: 48,
  investigateWithinHours: 24,
  mostOpenCases: 40,
};

export const ownershipPolicy: Decider<Commands, 'OwnershipPolicyPublished', OwnershipPolicy> = {
  category: 'triage.policy',
  initial: shippedPolicy,

  decide: {
    PublishPolicy: (policy, state) => {
      const content = contentOf(policy);
      if (JSON.stringify(content) === JSON.stringify(contentOf(state))) return [];
      return [event('OwnershipPolicyPublished', { policyId: currentPolicy, version: state.version + 1, ...content })];
    },
  },

  evolve: { OwnershipPolicyPublished: (_, { version, ...policy }) => ({ version, ...contentOf(policy) }) },
};

const contentOf = (policy: Commands['PublishPolicy']): Commands['PublishPolicy'] => {
  const { confirmWithinMinutes, leadAfterHours, investigateWithinHours, mostOpenCases } = policy;
  return { confirmWithinMinutes, leadAfterHours, investigateWithinHours, mostOpenCases };
};

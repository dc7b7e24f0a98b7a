import { type Decider, event } from '@redress/eventing';

/** How complaints are handled, and since which version. */
export interface HandlingPolicy {
  readonly version: number;
  /** For so long after closing a customer may come back to the same complaint. */
  readonly reopenWithinDays: number;
}

/** There is one policy: the one in force. */
export const policyId = 'current';

interface Commands {
  PublishPolicy: { readonly reopenWithinDays: number };
}

export const handlingPolicy: Decider<Commands, 'HandlingPolicyPublished', HandlingPolicy> = {
  category: 'intake.policy',
  /** As shipped. */
  initial: { version: 1, reopenWithinDays: 30 },

  decide: {
    PublishPolicy: ({ reopenWithinDays }, policy) =>
      reopenWithinDays === policy.reopenWithinDays
        ? []
        : [event('HandlingPolicyPublished', { policyId, version: policy.version + 1, reopenWithinDays })],
  },

  evolve: {
    HandlingPolicyPublished: (_, { version, reopenWithinDays }) => ({ version, reopenWithinDays }),
  },
};

/** Whether a customer who comes back now still comes back to the same complaint. The last moment counts. */
export const mayReturn = ({ reopenWithinDays }: HandlingPolicy, closedAt: Date, at: Date): boolean =>
  at.getTime() - closedAt.getTime() <= reopenWithinDays * 86_400_000;

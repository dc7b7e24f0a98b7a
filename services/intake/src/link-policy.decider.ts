import { type LinkPolicyPublished, shippedLinkPolicy } from '@redress/contracts';
import { type Decider, event } from '@redress/eventing';

/** For how long a link is good, and since which version. */
export type LinkPolicy = Omit<LinkPolicyPublished, 'policyId'>;

/** The one stream of it: `intake.link-policy-current`. */
export const currentLinkPolicy = 'current';

interface Commands {
  PublishPolicy: { readonly validDays: number };
}

export const linkPolicy: Decider<Commands, 'LinkPolicyPublished', LinkPolicy> = {
  category: 'intake.link-policy',
  initial: shippedLinkPolicy,

  decide: {
    PublishPolicy: ({ validDays }, policy) =>
      validDays === policy.validDays
        ? []
        : [event('LinkPolicyPublished', { policyId: currentLinkPolicy, version: policy.version + 1, validDays })],
  },

  evolve: {
    LinkPolicyPublished: (_, { version, validDays }) => ({ version, validDays }),
  },
};

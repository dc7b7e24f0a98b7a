import type { ContactPolicyPublished } from '@redress/contracts';
import { type Decider, event, isTimeZone, refuse } from '@redress/eventing';

/** When and how often customers are written to. */
export type ContactPolicy = Omit<ContactPolicyPublished, 'policyId'>;
export type ContactTerms = Omit<ContactPolicy, 'version'>;

interface Commands {
  PublishContactPolicy: ContactTerms;
}

/** The one stream of it: `notification.contact-policy-current`. */
export const currentPolicy = 'current';

const hours = (count: number): number => count * 60;

/** What ships with the product, in force until somebody publishes another. */
export const shippedContactPolicy: ContactPolicy = {
  version: 1,
  quietFromMinute: hours(21),
  quietUntilMinute: hours(8),
  timeZone: 'Asia/Seoul',
  locale: 'ko',
  mostPerDay: 5,
  followUpAfterDays: 3,
};

export const contactPolicy: Decider<Commands, 'ContactPolicyPublished', ContactPolicy, 'zone-unknown'> = {
  category: 'notification.contact-policy',
  initial: shippedContactPolicy,

  decide: {
    PublishContactPolicy: (given, state) => {
      const terms = termsIn(given);
      if (!isTimeZone(terms.timeZone)) return refuse('zone-unknown', `There is no time zone named ${terms.timeZone}.`);
      if (JSON.stringify(terms) === JSON.stringify(termsIn(state))) return [];
      return [event('ContactPolicyPublished', { policyId: currentPolicy, version: state.version + 1, ...terms })];
    },
  },

  evolve: { ContactPolicyPublished: (_, { version, ...terms }) => ({ version, ...termsIn(terms) }) },
};

/** However it was written down. */
const termsIn = (given: ContactTerms): ContactTerms => ({
  quietFromMinute: given.quietFromMinute,
  quietUntilMinute: given.quietUntilMinute,
  timeZone: given.timeZone,
  locale: given.locale,
  mostPerDay: given.mostPerDay,
  followUpAfterDays: given.followUpAfterDays,
});

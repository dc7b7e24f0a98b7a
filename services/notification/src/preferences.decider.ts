import type { CustomerCarrier, CustomerKey, PreferenceGiven } from '@redress/contracts';
import { type Decider, event, isTimeZone, refuse } from '@redress/eventing';

/** How a customer wishes to be written to; what is absent, they leave to us. Streams: `notification.preferences-<customerKey>`. */
export interface Preferences {
  readonly carrier?: CustomerCarrier;
  readonly locale?: string;
  readonly timeZone?: string;
}

interface Commands {
  ChangePreference: PreferenceGiven & { readonly customerKey: CustomerKey };
}

export const preferences: Decider<Commands, 'PreferenceChanged', Preferences, 'zone-unknown'> = {
  category: 'notification.preferences',
  initial: {},

  decide: {
    ChangePreference: ({ customerKey, ...wished }, state) => {
      const { timeZone } = wished;
      if (timeZone !== undefined && !isTimeZone(timeZone))
        return refuse('zone-unknown', `There is no time zone named ${timeZone}.`);
      const whole = wishesIn(wished);
      if (JSON.stringify(whole) === JSON.stringify(state)) return [];
      return [event('PreferenceChanged', { customerKey, ...whole })];
    },
  },

  evolve: { PreferenceChanged: (_, { carrier, locale, timeZone }) => wishesIn({ carrier, locale, timeZone }) },
};

interface Wishes {
  readonly carrier?: string | undefined;
  readonly locale?: string | undefined;
  readonly timeZone?: string | undefined;
}
/** Customers choose between mail and webhook only: the other carriers are the house's own. */
const wishesIn = ({ carrier, locale, timeZone }: Wishes): Preferences => ({
  ...((carrier === 'mail' || carrier === 'webhook') && { carrier }),
  ...(locale !== undefined && { locale }),
  ...(timeZone !== undefined && { timeZone }),
});

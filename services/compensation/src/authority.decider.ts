import { type Authority, approvers, type AuthorityPublished } from '@redress/contracts';
import { type Decider, event, isTimeZone, type Refusal, refuse } from '@redress/eventing';

/** Who may approve what, what needs nobody, and how much there is for a month. */
export type AuthorityPolicy = Omit<AuthorityPublished, 'policyId'>;

interface Commands {
  PublishAuthority: { readonly timeZone: string; readonly authorities: readonly Authority[] };
}

/** The one stream of it: `compensation.authority-current`. */
export const currentAuthority = 'current';

/** What ships with the product, in force until somebody publishes another. */
export const shippedAuthority: AuthorityPolicy = {
  version: 1,
  timeZone: 'Asia/Seoul',
  authorities: [
    {
      currency: 'KRW',
      automaticUpToMinor: 10_000,
      limits: [
        { role: 'agent', upToMinor: 30_000 },
        { role: 'lead', upToMinor: 200_000 },
        { role: 'finance', upToMinor: 5_000_000 },
        { role: 'administrator', upToMinor: 5_000_000 },
      ],
      fourEyesAboveMinor: 1_000_000,
      monthlyBudgetMinor: 50_000_000,
    },
  ],
};

type Reason =
  | 'time-zone-unknown'
  | 'authority-missing'
  | 'currency-repeated'
  | 'role-repeated'
  | 'nobody-approves'
  | 'automatic-above-four-eyes';

export const authority: Decider<Commands, 'AuthorityPublished', AuthorityPolicy, Reason> = {
  category: 'compensation.authority',
  initial: shippedAuthority,

  decide: {
    PublishAuthority: ({ timeZone, authorities }, state) => {
      if (!isTimeZone(timeZone)) return refuse('time-zone-unknown', 'The time zone is one of the IANA database.');
      if (authorities.length === 0) return refuse('authority-missing', 'At least one currency has an authority.');
      const currencies = authorities.map(({ currency }) => currency);
      if (new Set(currencies).size < currencies.length)
        return refuse('currency-repeated', 'Every currency has one authority.');
      const fault = authorities.map(unfit).find((found) => found !== undefined);
      if (fault) return fault;
      const content = { timeZone, authorities: inOrder(authorities) };
      const before = { timeZone: state.timeZone, authorities: inOrder(state.authorities) };
      if (JSON.stringify(content) === JSON.stringify(before)) return [];
      return [event('AuthorityPublished', { policyId: currentAuthority, version: state.version + 1, ...content })];
    },
  },

  evolve: { AuthorityPublished: (_, { version, timeZone, authorities }) => ({ version, timeZone, authorities }) },
};

const unfit = ({
  currency,
  limits,
  automaticUpToMinor,
  fourEyesAboveMinor,
}: Authority): Refusal<Reason> | undefined => {
  const roles = limits.map(({ role }) => role);
  if (roles.length === 0) return refuse('nobody-approves', `Nobody could approve anything in ${currency}.`);
  if (new Set(roles).size < roles.length) return refuse('role-repeated', `Every role has one limit in ${currency}.`);
  return automaticUpToMinor > fourEyesAboveMinor
    ? refuse('automatic-above-four-eyes', `What needs two people cannot need none: ${currency}.`)
    : undefined;
};

/** However it was written down: by currency, then as the list of all roles has them. */
const inOrder = (authorities: readonly Authority[]): readonly Authority[] =>
  authorities
    .toSorted((one, other) => (one.currency < other.currency ? -1 : 1))
    .map(({ currency, automaticUpToMinor, limits, fourEyesAboveMinor, monthlyBudgetMinor }) => ({
      currency,
      automaticUpToMinor,
      limits: approvers.flatMap((role) =>
        limits.filter((limit) => limit.role === role).map(({ upToMinor }) => ({ role, upToMinor })),
      ),
      fourEyesAboveMinor,
      monthlyBudgetMinor,
    }));

import type { ComplaintId, OwnerWantedCause, PersonId, TeamId } from '@redress/contracts';
import { type Decider, event, inForce, lookup } from '@redress/eventing';
import { chooseOwner } from './choosing.rules.js';
import { Colleague, membersOf } from './colleagues.projection.js';
import { ownershipPolicy } from './ownership-policy.decider.js';

interface OfCase {
  readonly complaintId: ComplaintId;
  readonly teamId: TeamId;
}

interface Commands {
  ChooseOwner: OfCase & {
    readonly round: number;
    readonly cause: OwnerWantedCause;
    readonly skills: readonly string[];
    readonly exceptId?: PersonId | undefined;
  };
  CountCase: OfCase & { readonly ownerId: PersonId; readonly round: number };
  /** Of an assignment up to that round; what is counted under a later one stays. */
  UncountCase: OfCase & { readonly upToRound: number };
}

type Events = 'OwnerChosen' | 'OwnerNotFound' | 'CaseCounted' | 'CaseUncounted';

interface Held {
  readonly ownerId: PersonId;
  readonly round: number;
}

/** Who of a team has which open case. */
export interface Team {
  readonly cases: Readonly<Record<ComplaintId, Held>>;
  readonly loads: Readonly<Record<PersonId, number>>;
}

const facts = { policy: inForce(ownershipPolicy), people: lookup(Colleague, membersOf) };

/**
 * A team's load, in one stream, `triage.team-<teamId>`: that nobody has more than others and nobody more than the most
 * is a rule over all its cases. Rounds order what becomes known of one case, in whatever order it arrives here.
 */
export const team: Decider<Commands, Events, Team, never, typeof facts> = {
  category: 'triage.team',
  initial: { cases: {}, loads: {} },
  endless: { edition: 1 },
  facts,

  decide: {
    ChooseOwner: ({ complaintId, teamId, round, cause, skills, exceptId }, state, { at, policy, people }) => {
      const held = state.cases[complaintId];
      if (held && held.round >= round) return [];
      const openCasesOf = (personId: PersonId): number => loadOf(state, personId) - Number(held?.ownerId === personId);
      const { mostOpenCases } = policy;
      const chosen = chooseOwner({ ...people, openCasesOf, mostOpenCases, skills, exceptId, at });
      const freed = held ? [event('CaseUncounted', { complaintId, teamId, ownerId: held.ownerId })] : [];
      if (chosen.kind === 'missing') {
        const notFound = event('OwnerNotFound', { complaintId, teamId, round, reason: chosen.reason });
        // Who did not confirm has lost it; otherwise who has it keeps it until somebody is found.
        return cause === 'not-confirmed' ? [...freed, notFound] : [notFound];
      }
      const { kind: _, ...owner } = chosen;
      const openCases = openCasesOf(owner.ownerId) + 1;
      return [...freed, event('OwnerChosen', { complaintId, teamId, round, ...owner, openCases })];
    },

    CountCase: ({ complaintId, teamId, ownerId, round }, state) => {
      const held = state.cases[complaintId];
      if (held && held.round >= round) return [];
      const counted = event('CaseCounted', { complaintId, teamId, ownerId, round });
      return held ? [event('CaseUncounted', { complaintId, teamId, ownerId: held.ownerId }), counted] : [counted];
    },

    UncountCase: ({ complaintId, teamId, upToRound }, state) => {
      const held = state.cases[complaintId];
      if (!held || held.round > upToRound) return [];
      return [event('CaseUncounted', { complaintId, teamId, ownerId: held.ownerId })];
    },
  },

  evolve: {
    OwnerChosen: (state, { complaintId, ownerId, round }) =>
      holding(without(state, complaintId), complaintId, { ownerId, round }),
    OwnerNotFound: (state) => state,
    CaseCounted: (state, { complaintId, ownerId, round }) =>
      holding(without(state, complaintId), complaintId, { ownerId, round }),
    CaseUncounted: (state, { complaintId }) => without(state, complaintId),
  },
};

export const loadOf = ({ loads }: Team, personId: PersonId): number => loads[personId] ?? 0;

const holding = ({ cases, loads }: Team, complaintId: ComplaintId, held: Held): Team => ({
  cases: { ...cases, [complaintId]: held },
  loads: { ...loads, [held.ownerId]: (loads[held.ownerId] ?? 0) + 1 },
});

const without = (state: Team, complaintId: ComplaintId): Team => {
  const held = state.cases[complaintId];
  if (!held) return state;
  const { [complaintId]: _, ...cases } = state.cases;
  const { [held.ownerId]: load = 1, ...others } = state.loads;
  return { cases, loads: load > 1 ? { ...others, [held.ownerId]: load - 1 } : others };
};

/** Who has how many open cases: these people, and whoever else has any. By their ids. */
export const loadsOf = (
  { loads }: Team,
  people: readonly PersonId[],
): readonly { readonly ownerId: PersonId; readonly openCases: number }[] =>
  [...new Set([...people, ...(Object.keys(loads) as PersonId[])])]
    .toSorted()
    .map((ownerId) => ({ ownerId, openCases: loads[ownerId] ?? 0 }));

import type { OwnerWantedCause, PersonId, TeamId } from '@redress/contracts';
import { type Refusal, refuse } from '@redress/eventing';
import { absenceAt, mayOwn, type Presence } from './presence.rules.js';

export interface Owner {
  readonly ownerId: PersonId;
  readonly teamId: TeamId;
  readonly round: number;
  readonly isConfirmed: boolean;
}

/** A team was asked, and the answer is awaited or was that there is nobody. */
export interface Search {
  readonly round: number;
  readonly teamId: TeamId | undefined;
  readonly cause: OwnerWantedCause;
}

export interface Ownership {
  readonly kind: 'open' | 'ended';
  /** The last search or change. */
  readonly round: number;
  readonly owner: Owner | undefined;
  readonly search: Search | undefined;
  /** Rounds whose choice came too late. */
  readonly declined: readonly number[];
}

export type UnfitReason = 'owner-unknown' | 'owner-unfit' | 'owner-away' | 'owner-without-team' | 'not-in-team';

/** `undefined`: this person may be given a case now. */
export const unfitOwner = (
  person: Presence | undefined,
  at: Date,
  teamId?: TeamId,
): Refusal<UnfitReason> | undefined => {
  if (!person) return refuse('owner-unknown', 'There is no such person.');
  if (!mayOwn(person)) return refuse('owner-unfit', 'Complaints are owned by active agents and leads.');
  if (person.teams.length === 0) return refuse('owner-without-team', 'Who owns a complaint belongs to a team.');
  if (teamId !== undefined && !person.teams.includes(teamId))
    return refuse('not-in-team', 'This person does not belong to that team.');
  return absenceAt(person, at) ? refuse('owner-away', 'This person is away at the moment.') : undefined;
};

/** In whose load a case counts: the team that is wished, else the one that has or seeks it, else the person's first. */
export const owning = ({ owner, search }: Ownership, person: Presence | undefined, wished?: TeamId): TeamId => {
  const teams = person?.teams ?? [];
  const preferred = [wished, search?.teamId, owner?.teamId].find((team) => team !== undefined && teams.includes(team));
  return preferred ?? (teams[0] as TeamId);
};

const longestMinutes = 24 * 60;

/**
 * Until when an owner confirms: twice within the time of the policy, then each time within twice as long, at most a day.
 * Where two did not confirm, others need not be given the case in every half hour of a night.
 */
export const confirmByOf = (
  { confirmWithinMinutes }: { readonly confirmWithinMinutes: number },
  at: Date,
  round: number,
): Date => {
  const doubled = confirmWithinMinutes * 2 ** Math.min(Math.max(0, round - 2), 20);
  return new Date(at.getTime() + Math.max(confirmWithinMinutes, Math.min(doubled, longestMinutes)) * 60_000);
};

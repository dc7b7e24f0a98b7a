import type { OwnerMissingReason, PersonId } from '@redress/contracts';
import { absenceAt, isAtWork, mayOwn, type Presence } from './presence.rules.js';

/** Of whom a team chooses. */
export interface Choice {
  readonly members: readonly Presence[];
  /** Who stands in for members; they need not be members themselves. */
  readonly substitutes: readonly Presence[];
  readonly openCasesOf: (personId: PersonId) => number;
  readonly mostOpenCases: number;
  readonly skills: readonly string[];
  readonly exceptId: PersonId | undefined;
  readonly at: Date;
}

export type Chosen =
  | { readonly kind: 'chosen'; readonly ownerId: PersonId; readonly substituteFor?: PersonId }
  | { readonly kind: 'missing'; readonly reason: OwnerMissingReason };

interface Candidate {
  readonly person: Presence;
  readonly substituteFor?: PersonId;
}

/** A member who is at work, or who stands in for one who is away. */
const candidateFor = (member: Presence, { substitutes, at }: Choice): Candidate | undefined => {
  if (isAtWork(member, at)) return { person: member };
  const substituteId = absenceAt(member, at)?.substituteId;
  const person = substitutes.find(({ personId }) => personId === substituteId);
  return person && mayOwn(person) && isAtWork(person, at) ? { person, substituteFor: member.personId } : undefined;
};

const missing = (reason: OwnerMissingReason): Chosen => ({ kind: 'missing', reason });

/**
 * Of those who are at work and have room: who has most of the skills that are wanted, then who has the fewest open
 * cases, then by their ids, so that the same question always has the same answer.
 */
export const chooseOwner = (choice: Choice): Chosen => {
  const { members, openCasesOf, mostOpenCases, skills, exceptId } = choice;
  const owners = members.filter(mayOwn);
  if (owners.length === 0) return missing('team-empty');
  const there = owners
    .flatMap((member) => candidateFor(member, choice) ?? [])
    .filter(({ person }) => person.personId !== exceptId);
  if (there.length === 0) return missing('nobody-at-work');
  const ranked = there
    .filter(({ person }) => openCasesOf(person.personId) < mostOpenCases)
    .map((candidate) => ({
      candidate,
      fitting: skills.filter((skill) => candidate.person.skills.includes(skill)).length,
      openCases: openCasesOf(candidate.person.personId),
    }))
    .toSorted(
      (a, b) =>
        b.fitting - a.fitting ||
        a.openCases - b.openCases ||
        compare(a.candidate.person.personId, b.candidate.person.personId) ||
        // Who is a member in their own right needs nobody to stand in for.
        compare(a.candidate.substituteFor ?? '', b.candidate.substituteFor ?? ''),
    );
  const [best] = ranked;
  if (!best) return missing('all-full');
  const { person, substituteFor } = best.candidate;
  return { kind: 'chosen', ownerId: person.personId, ...(substituteFor !== undefined && { substituteFor }) };
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

import type { ComplaintId, PersonId, TeamId } from '@redress/contracts';
import type { Repository } from 'typeorm';
import { Colleague, lineOf } from './colleagues.projection.js';
import type { Ownership } from './ownerships.projection.js';
import type { Presence } from './presence.rules.js';

/** Whose case it is, and who stands above. */
export interface Line {
  readonly people: readonly Presence[];
  readonly teamId: TeamId | undefined;
  readonly ownerId: PersonId | undefined;
}

/** Above the team that is named, else the one that has or had the complaint. */
export const lineAbove = async (
  rows: Repository<Ownership>,
  { complaintId, teamId: named }: { readonly complaintId: ComplaintId; readonly teamId?: TeamId },
): Promise<Line> => {
  const ownership = await rows.findOneBy({ complaintId });
  const teamId = named ?? ownership?.teamId ?? undefined;
  const people = teamId === undefined ? [] : await lineOf(rows.manager.getRepository(Colleague), teamId);
  return { people, teamId, ownerId: ownership?.ownerId ?? undefined };
};

import type { TeamFunction, TeamId } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, Index, PrimaryColumn, type Repository } from 'typeorm';

/** Which teams there are, and what for. */
@Entity('responsible_teams')
@Index(['function', 'addedAt', 'teamId'])
export class ResponsibleTeam {
  @PrimaryColumn('uuid') teamId!: TeamId;
  @Column('timestamptz') addedAt!: Date;
  @Column('text', { nullable: true }) function!: TeamFunction | null;
}

export const responsibleTeams = projection<ResponsibleTeam, 'teamId'>({
  name: 'triage.responsible-teams',
  table: ResponsibleTeam,
  key: ['teamId'],
  on: {
    TeamAdded: (_, { teamId }, { occurredAt }) => ({ teamId, addedAt: occurredAt, function: null }),
    TeamFunctionChanged: (team, { function: is }) => team && { ...team, function: is },
  },
});

/** Of several teams for one function: the one that has been there longest. */
export const teamFor = async (
  rows: Repository<ResponsibleTeam>,
  about: { readonly function?: TeamFunction },
): Promise<TeamId | undefined> => {
  if (about.function === undefined) return undefined;
  const team = await rows.findOne({ where: { function: about.function }, order: { addedAt: 'ASC', teamId: 'ASC' } });
  return team?.teamId;
};

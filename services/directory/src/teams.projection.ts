import type { TeamFunction, TeamId, TeamShown } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, Index, PrimaryColumn, type Repository, type SelectQueryBuilder } from 'typeorm';

@Entity('teams')
@Index(['name', 'teamId'])
export class Team {
  @PrimaryColumn('uuid') teamId!: TeamId;
  @Column('text') name!: string;
  @Column('text', { nullable: true }) function!: TeamFunction | null;
}

/** Which teams there are. */
export const teams = projection({
  name: 'directory.teams',
  table: Team,
  key: ['teamId'],
  on: {
    TeamAdded: (_, { teamId, name }) => ({ teamId, name, function: null }),
    TeamRenamed: (team, { name }) => team && { ...team, name },
    TeamFunctionChanged: (team, { function: is }) => team && { ...team, function: is },
  },
});

export const byName = [
  ['name', 'ASC'],
  ['teamId', 'ASC'],
] as const;

export const allTeams = (rows: Repository<Team>): SelectQueryBuilder<Team> => rows.createQueryBuilder('team');

export const teamShown = ({ function: is, ...team }: Team): TeamShown => ({
  ...team,
  ...(is !== null && { function: is }),
});

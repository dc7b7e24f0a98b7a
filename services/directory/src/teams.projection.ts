import type { TeamId } from '@redress/contracts';
import { projection } from '@redress/eventing';
import { Column, Entity, Index, PrimaryColumn, type Repository, type SelectQueryBuilder } from 'typeorm';

@Entity('teams')
@Index(['name', 'teamId'])
export class Team {
  @PrimaryColumn('uuid') teamId!: TeamId;
  @Column('text') name!: string;
}

/** Which teams there are. */
export const teams = projection({
  name: 'directory.teams',
  table: Team,
  key: ['teamId'],
  on: {
    TeamAdded: (_, { teamId, name }) => ({ teamId, name }),
    TeamRenamed: (team, { name }) => team && { ...team, name },
  },
});

export const byName = [
  ['name', 'ASC'],
  ['teamId', 'ASC'],
] as const;

export const allTeams = (rows: Repository<Team>): SelectQueryBuilder<Team> => rows.createQueryBuilder('team');

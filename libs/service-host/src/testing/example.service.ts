import { Body, Controller, Get, Module, Param, Post, Query } from '@nestjs/common';
import { Code, CommandAccepted, Id, Line, Optional, type TeamId } from '@redress/contracts';
import { type Decider, derivedId, effect, event, projection, reactor, refuse, send, sendAt } from '@redress/eventing';
import { Column, Entity, PrimaryColumn, Repository } from 'typeorm';
import { Commands } from '../commands/commands.js';
import { AllowAnyone } from '../http/allow.js';
import { Answers, pageOf } from '../http/answers.js';
import type { Sender } from '../http/caller.js';
import { keysetPage, type Page } from '../http/keyset.js';
import { SentBy } from '../http/sender.js';
import { Rows, service } from '../service.js';

/** A small service for specs of the host: teams that are renamed an hour after they were founded. */
interface TeamCommands {
  AddTeam: { readonly teamId: TeamId; readonly name: string };
  RenameTeam: { readonly teamId: TeamId; readonly name: string };
}
type Team = { readonly name: string; readonly renames: number } | null;

export const team: Decider<TeamCommands, 'TeamAdded' | 'TeamRenamed', Team, 'team-exists' | 'team-unknown'> = {
  category: 'example.team',
  initial: null,
  decide: {
    AddTeam: (command, state) => {
      if (!state) return [event('TeamAdded', command)];
      return state.name === command.name ? [] : refuse('team-exists', 'There is such a team under another name.');
    },
    RenameTeam: (command, state) => {
      if (!state) return refuse('team-unknown', 'There is no such team.');
      return state.name === command.name ? [] : [event('TeamRenamed', command)];
    },
  },
  evolve: {
    TeamAdded: (_, { name }) => ({ name, renames: 0 }),
    TeamRenamed: (state, { name }) => ({ name, renames: (state?.renames ?? 0) + 1 }),
  },
};

@Entity('teams')
export class TeamRow {
  @PrimaryColumn('uuid') teamId!: TeamId;
  @Column('text') name!: string;
  @Column('int') renames!: number;
  @Column('text', { array: true }) names!: string[];
}

export const teams = projection({
  name: 'example.teams',
  table: TeamRow,
  key: ['teamId'],
  on: {
    TeamAdded: (_, { teamId, name }) => ({ teamId, name, renames: 0, names: [name] }),
    TeamRenamed: (row, { name }) => {
      if (name === world.poison) throw new Error('This fold has a fault.');
      return name === 'gone' ? null : row && { ...row, name, renames: row.renames + 1, names: [...row.names, name] };
    },
  },
});

const hourMs = 3_600_000;

export const renameLater = reactor({
  name: 'example.rename-later',
  from: 'beginning',
  memory: teams,
  on: {
    TeamAdded: ({ data: { teamId, name }, occurredAt }) => [
      sendAt(new Date(occurredAt.getTime() + hourMs), team, teamId, 'RenameTeam', {
        teamId,
        name: `${name}, an hour old`,
      }),
    ],
    TeamRenamed: ({ data: { teamId, name } }, { memory }) =>
      name === 'again'
        ? [send(team, teamId, 'RenameTeam', { teamId, name: `renamed ${memory?.renames ?? 0} times` })]
        : [],
  },
});

/** What the world outside was told, and how often it fails first. */
export const world = { told: [] as string[], failures: 0, poison: '' };

export const tellTheWorld = effect<{ readonly teamId: TeamId; readonly name: string }>({
  name: 'example.tell-the-world',
  from: 'deployment',
  on: { TeamRenamed: ({ data }) => (data.name === 'tell' ? [data] : []) },
  isDone: ({ teamId, name }) => ({ decider: team, id: teamId, done: (state: Team) => state?.name === `told ${name}` }),
  carryOut: async ({ teamId, name }, effectId) => {
    if (world.failures > 0) {
      world.failures -= 1;
      throw new Error('The world does not listen.');
    }
    world.told.push(effectId);
    return send(team, teamId, 'RenameTeam', { teamId, name: `told ${name}` });
  },
});

export class ExampleGiven {
  @Line({ maxBytes: 100 }) name!: string;
}
export class ExamplePath {
  @Id() teamId!: TeamId;
}
export class ExampleAccepted extends CommandAccepted {
  @Id() teamId!: TeamId;
}
export class ExampleAsked {
  @Optional() @Code({ maxBytes: 2048 }) cursor?: string;
}
export class ExampleShown extends ExampleGiven {
  @Id() teamId!: TeamId;
}

@Controller('example/teams')
export class TeamsController {
  constructor(
    private readonly commands: Commands,
    @Rows(TeamRow) private readonly rows: Repository<TeamRow>,
  ) {}

  @Post()
  @AllowAnyone()
  @Answers(201, ExampleAccepted)
  async add(@Body() { name }: ExampleGiven, @SentBy() sender: Sender): Promise<ExampleAccepted> {
    const teamId = derivedId('team', sender.commandId) as TeamId;
    const { position } = await this.commands.send(team, teamId, 'AddTeam', { teamId, name }, sender);
    return { teamId, position };
  }

  @Post(':teamId/name')
  @AllowAnyone()
  @Answers(200, CommandAccepted)
  async rename(
    @Param() { teamId }: ExamplePath,
    @Body() { name }: ExampleGiven,
    @SentBy() sender: Sender,
  ): Promise<CommandAccepted> {
    const { position } = await this.commands.send(team, teamId, 'RenameTeam', { teamId, name }, sender);
    return { position };
  }

  @Get()
  @AllowAnyone()
  @Answers(200, pageOf(ExampleShown))
  list(@Query() { cursor }: ExampleAsked): Promise<Page<TeamRow>> {
    return keysetPage(this.rows.createQueryBuilder('team'), { columns: [['teamId', 'ASC']], cursor, limit: 50 });
  }
}

@Module(
  service({
    name: 'example',
    deciders: [team],
    reactors: [renameLater],
    effects: [tellTheWorld],
    projections: [teams],
    controllers: [TeamsController],
  }),
)
export class ExampleModule {}

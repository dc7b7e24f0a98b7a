import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { DirectoryChanged, TeamAccepted, TeamGiven, TeamPath, TeamsAsked, TeamShown } from '@redress/contracts';
import {
  Allow,
  AllowSignedIn,
  Answers,
  Commands,
  keysetPage,
  NotThereError,
  type Page,
  pageOf,
  RefusedError,
  Rows,
  type Sender,
  SentBy,
} from '@redress/service-host';
import type { Repository } from 'typeorm';
import { newTeamId, staff, wholeStaff } from './staff.decider.js';
import { allTeams, byName, Team } from './teams.projection.js';

@Controller('directory/teams')
export class TeamsController {
  constructor(
    private readonly commands: Commands,
    @Rows(Team) private readonly teams: Repository<Team>,
  ) {}

  @Get()
  @AllowSignedIn()
  @Answers(200, pageOf(TeamShown))
  list(@Query() page: TeamsAsked): Promise<Page<TeamShown>> {
    return keysetPage(allTeams(this.teams), { columns: byName, ...page });
  }

  @Get(':teamId')
  @AllowSignedIn()
  @Answers(200, TeamShown)
  async read(@Param() path: TeamPath): Promise<TeamShown> {
    const team = await this.teams.findOneBy(path);
    if (!team) throw new NotThereError('team');
    return team;
  }

  @Post()
  @Allow('administrator')
  @Answers(201, TeamAccepted)
  async add(@Body() { name }: TeamGiven, @SentBy() sender: Sender): Promise<TeamAccepted> {
    const teamId = newTeamId(sender.commandId);
    const { position } = await this.commands.send(staff, wholeStaff, 'AddTeam', { teamId, name }, sender);
    return { teamId, position };
  }

  @Put(':teamId/name')
  @Allow('administrator')
  @Answers(200, DirectoryChanged)
  async rename(
    @Param() { teamId }: TeamPath,
    @Body() { name }: TeamGiven,
    @SentBy() sender: Sender,
  ): Promise<DirectoryChanged> {
    try {
      const { position } = await this.commands.send(staff, wholeStaff, 'RenameTeam', { teamId, name }, sender);
      return { position };
    } catch (error) {
      if (error instanceof RefusedError && error.refusal.refused === 'team-unknown') throw new NotThereError('team');
      throw error;
    }
  }
}

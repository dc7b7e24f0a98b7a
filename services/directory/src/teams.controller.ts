import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import {
  DirectoryChanged,
  TeamAccepted,
  TeamFunctionGiven,
  TeamGiven,
  TeamPath,
  TeamsAsked,
  TeamShown,
} from '@redress/contracts';
import type { CommandsOf } from '@redress/eventing';
import {
  Allow,
  AllowSignedIn,
  Answers,
  Commands,
  keysetPage,
  missing,
  NotThereError,
  type Page,
  pageOf,
  Rows,
  type Sender,
  SentBy,
} from '@redress/service-host';
import type { Repository } from 'typeorm';
import { type AboutTeam, newTeamId, staff, wholeStaff } from './staff.decider.js';
import { allTeams, byName, Team, teamShown } from './teams.projection.js';

@Controller('directory/teams')
export class TeamsController {
  constructor(
    private readonly commands: Commands,
    @Rows(Team) private readonly teams: Repository<Team>,
  ) {}

  @Get()
  @AllowSignedIn()
  @Answers(200, pageOf(TeamShown))
  async list(@Query() asked: TeamsAsked): Promise<Page<TeamShown>> {
    const page = await keysetPage(allTeams(this.teams), { columns: byName, ...asked });
    return { ...page, items: page.items.map(teamShown) };
  }

  @Get(':teamId')
  @AllowSignedIn()
  @Answers(200, TeamShown)
  async read(@Param() path: TeamPath): Promise<TeamShown> {
    const team = await this.teams.findOneBy(path);
    if (!team) throw new NotThereError('team');
    return teamShown(team);
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
  rename(@Param() path: TeamPath, @Body() body: TeamGiven, @SentBy() sender: Sender): Promise<DirectoryChanged> {
    return this.change('RenameTeam', { ...path, ...body }, sender);
  }

  /** What the team is there for: complaints and questions go to teams by their functions. */
  @Put(':teamId/function')
  @Allow('administrator')
  @Answers(200, DirectoryChanged)
  changeFunction(
    @Param() path: TeamPath,
    @Body() body: TeamFunctionGiven,
    @SentBy() sender: Sender,
  ): Promise<DirectoryChanged> {
    return this.change('ChangeTeamFunction', { ...path, ...body }, sender);
  }

  private async change<C extends AboutTeam>(
    command: C,
    data: CommandsOf<typeof staff>[C],
    sender: Sender,
  ): Promise<DirectoryChanged> {
    const sent = this.commands.send(staff, wholeStaff, command, data, sender);
    const { position } = await sent.catch(missing('team-unknown', 'team'));
    return { position };
  }
}

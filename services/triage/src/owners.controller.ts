import { Controller, Get, Param, Query } from '@nestjs/common';
import { OwnCasesAsked, OwnCaseShown, TeamLoadPath, TeamLoadShown } from '@redress/contracts';
import {
  Allow,
  Answers,
  AskedBy,
  type Caller,
  Commands,
  keysetPage,
  NotThereError,
  type Page,
  pageOf,
  Rows,
} from '@redress/service-host';
import type { Repository } from 'typeorm';
import { Colleague, membersOf } from './colleagues.projection.js';
import { currentPolicy, ownershipPolicy } from './ownership-policy.decider.js';
import { casesOf, ownCaseShown, Ownership } from './ownerships.projection.js';
import { mayOwn } from './presence.rules.js';
import { ResponsibleTeam } from './responsible-teams.projection.js';
import { loadsOf, team } from './team.decider.js';

/** Who has how much. */
@Controller('triage')
@Allow('agent', 'lead')
export class OwnersController {
  constructor(
    private readonly commands: Commands,
    @Rows(Ownership) private readonly ownerships: Repository<Ownership>,
    @Rows(Colleague) private readonly colleagues: Repository<Colleague>,
    @Rows(ResponsibleTeam) private readonly teams: Repository<ResponsibleTeam>,
  ) {}

  /** The open cases of who asks; those that came first stand first. */
  @Get('owners/me')
  @Answers(200, pageOf(OwnCaseShown))
  async mine(@Query() asked: OwnCasesAsked, @AskedBy() { id }: Caller): Promise<Page<OwnCaseShown>> {
    const page = await keysetPage(casesOf(this.ownerships, id, asked), {
      columns: [
        ['assignedAt', 'ASC', 'never-null'],
        ['complaintId', 'ASC'],
      ],
      cursor: asked.cursor,
      limit: asked.limit,
    });
    return { ...page, items: page.items.flatMap(ownCaseShown) };
  }

  /** As exactly as the next case is given out by it. */
  @Get('teams/:teamId/load')
  @Allow('agent', 'lead', 'administrator')
  @Answers(200, TeamLoadShown)
  async load(@Param() { teamId }: TeamLoadPath): Promise<TeamLoadShown> {
    if (!(await this.teams.existsBy({ teamId }))) throw new NotThereError('team');
    const { members } = await membersOf(this.colleagues, { teamId });
    const { mostOpenCases } = await this.commands.stateOf(ownershipPolicy, currentPolicy);
    const ids = members.filter(mayOwn).map(({ personId }) => personId);
    return { teamId, mostOpenCases, owners: loadsOf(await this.commands.stateOf(team, teamId), ids) };
  }
}

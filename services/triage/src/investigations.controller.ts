import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import {
  CaseChanged,
  InvestigationAccepted,
  InvestigationAnswerGiven,
  InvestigationGiven,
  InvestigationListed,
  InvestigationPath,
  InvestigationsAsked,
  type PersonId,
  TriageComplaintPath,
} from '@redress/contracts';
import type { CommandsOf } from '@redress/eventing';
import {
  Allow,
  Answers,
  AskedBy,
  type Caller,
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
import { assessment } from './assessment.decider.js';
import { investigation, newInvestigationId } from './investigation.decider.js';
import { investigationListed, InvestigationRow, investigationsAsked } from './investigations.projection.js';

/** Questions to teams about complaints. */
@Controller('triage')
export class InvestigationsController {
  constructor(
    private readonly commands: Commands,
    @Rows(InvestigationRow) private readonly investigations: Repository<InvestigationRow>,
  ) {}

  @Post('complaints/:complaintId/investigations')
  @Allow('agent', 'lead')
  @Answers(201, InvestigationAccepted)
  async request(
    @Param() { complaintId }: TriageComplaintPath,
    @Body() { team, question }: InvestigationGiven,
    @SentBy() sender: Sender,
  ): Promise<InvestigationAccepted> {
    const { sorted } = await this.commands.stateOf(assessment, complaintId);
    if (!sorted) throw new NotThereError('complaint');
    const investigationId = newInvestigationId(sender.commandId);
    const command = { complaintId, investigationId, function: team, question };
    return { investigationId, ...(await this.change('RequestInvestigation', command, sender)) };
  }

  /** Soonest due first. */
  @Get('investigations')
  @Allow('agent', 'lead', 'finance', 'legal', 'auditor', 'administrator')
  @Answers(200, pageOf(InvestigationListed))
  async list(@Query() asked: InvestigationsAsked): Promise<Page<InvestigationListed>> {
    const page = await keysetPage(investigationsAsked(this.investigations, asked), {
      columns: [
        ['dueAt', 'ASC'],
        ['investigationId', 'ASC'],
      ],
      cursor: asked.cursor,
      limit: asked.limit,
    });
    return { ...page, items: page.items.map(investigationListed) };
  }

  /** By members of the team that was asked, or a lead. */
  @Post('investigations/:investigationId/answer')
  @Allow('agent', 'lead', 'finance', 'legal')
  @Answers(200, CaseChanged)
  answer(
    @Param() { investigationId }: InvestigationPath,
    @Body() { finding, result }: InvestigationAnswerGiven,
    @AskedBy() { id }: Caller,
    @SentBy() sender: Sender,
  ): Promise<CaseChanged> {
    return this.change('AnswerInvestigation', { investigationId, ownerId: id as PersonId, finding, result }, sender);
  }

  @Post('investigations/:investigationId/withdraw')
  @Allow('agent', 'lead')
  @Answers(200, CaseChanged)
  withdraw(@Param() { investigationId }: InvestigationPath, @SentBy() sender: Sender): Promise<CaseChanged> {
    return this.change('WithdrawInvestigation', { investigationId }, sender);
  }

  private async change<C extends keyof CommandsOf<typeof investigation>>(
    command: C,
    data: CommandsOf<typeof investigation>[C] & InvestigationPath,
    sender: Sender,
  ): Promise<CaseChanged> {
    const { position } = await this.commands
      .send(investigation, data.investigationId, command, data, sender)
      .catch(missing('no-such-investigation', 'investigation'));
    return { position };
  }
}

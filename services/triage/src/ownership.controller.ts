import { Body, Controller, Param, Post } from '@nestjs/common';
import {
  CaseChanged,
  EscalationGiven,
  HandOverGiven,
  type PersonId,
  ReassignmentGiven,
  TakingGiven,
  TriageComplaintPath,
} from '@redress/contracts';
import type { CommandsOf } from '@redress/eventing';
import {
  Allow,
  Answers,
  AskedBy,
  type Caller,
  Commands,
  NotThereError,
  type Sender,
  SentBy,
} from '@redress/service-host';
import { assessment } from './assessment.decider.js';
import { escalation } from './escalation.decider.js';
import { ownership } from './ownership.decider.js';

/** Who answers for a complaint, by people's own doing. */
@Controller('triage/complaints/:complaintId')
export class OwnershipController {
  constructor(private readonly commands: Commands) {}

  /** By the owner. */
  @Post('confirm')
  @Allow('agent', 'lead')
  @Answers(200, CaseChanged)
  confirm(
    @Param() { complaintId }: TriageComplaintPath,
    @AskedBy() { id }: Caller,
    @SentBy() sender: Sender,
  ): Promise<CaseChanged> {
    return this.change('ConfirmOwnership', { complaintId, personId: id as PersonId }, sender);
  }

  /** For oneself, of whatever team; it needs no confirming. */
  @Post('take')
  @Allow('agent', 'lead')
  @Answers(200, CaseChanged)
  take(
    @Param() { complaintId }: TriageComplaintPath,
    @Body() { teamId }: TakingGiven,
    @AskedBy() { id }: Caller,
    @SentBy() sender: Sender,
  ): Promise<CaseChanged> {
    return this.change('TakeCase', { complaintId, ownerId: id as PersonId, teamId }, sender);
  }

  @Post('reassign')
  @Allow('lead')
  @Answers(200, CaseChanged)
  reassign(
    @Param() { complaintId }: TriageComplaintPath,
    @Body() { ownerId, reason }: ReassignmentGiven,
    @SentBy() sender: Sender,
  ): Promise<CaseChanged> {
    return this.change('ReassignCase', { complaintId, ownerId, reason }, sender);
  }

  /** By the owner, to somebody else. */
  @Post('hand-over')
  @Allow('agent', 'lead')
  @Answers(200, CaseChanged)
  handOver(
    @Param() { complaintId }: TriageComplaintPath,
    @Body() { ownerId, reason }: HandOverGiven,
    @AskedBy() { id }: Caller,
    @SentBy() sender: Sender,
  ): Promise<CaseChanged> {
    return this.change('HandCaseOver', { complaintId, by: id as PersonId, ownerId, reason }, sender);
  }

  /** The team that it belongs to is asked for somebody else. */
  @Post('search')
  @Allow('lead')
  @Answers(200, CaseChanged)
  async search(@Param() { complaintId }: TriageComplaintPath, @SentBy() sender: Sender): Promise<CaseChanged> {
    const { sorted, language } = await this.commands.stateOf(assessment, complaintId);
    if (!sorted) throw new NotThereError('complaint');
    const skills = [sorted.type, ...(language === undefined || language === 'other' ? [] : [language])];
    return this.change('WantOwner', { complaintId, function: sorted.team, skills, cause: 'by-hand' }, sender);
  }

  /** To whoever stands above those who were told already. */
  @Post('escalate')
  @Allow('agent', 'lead')
  @Answers(200, CaseChanged)
  async escalate(
    @Param() { complaintId }: TriageComplaintPath,
    @Body() { note }: EscalationGiven,
    @SentBy() sender: Sender,
  ): Promise<CaseChanged> {
    await this.mustBeThere(complaintId);
    const command = { complaintId, note };
    const { position } = await this.commands.send(escalation, complaintId, 'EscalateByHand', command, sender);
    return { position };
  }

  private async change<C extends keyof CommandsOf<typeof ownership>>(
    command: C,
    data: CommandsOf<typeof ownership>[C] & TriageComplaintPath,
    sender: Sender,
  ): Promise<CaseChanged> {
    await this.mustBeThere(data.complaintId);
    const { position } = await this.commands.send(ownership, data.complaintId, command, data, sender);
    return { position };
  }

  private async mustBeThere(complaintId: string): Promise<void> {
    const { sorted } = await this.commands.stateOf(assessment, complaintId);
    if (!sorted) throw new NotThereError('complaint');
  }
}

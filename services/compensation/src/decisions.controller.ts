import { Body, Controller, Param, Post } from '@nestjs/common';
import {
  CompensationChanged,
  CompensationDeclineGiven,
  CompensationPath,
  type PersonId,
  ReversalGiven,
} from '@redress/contracts';
import type { CommandsOf } from '@redress/eventing';
import {
  Allow,
  Answers,
  Commands,
  missing,
  NotThereError,
  RefusedError,
  type Sender,
  SentBy,
} from '@redress/service-host';
import { budget, notWaiting } from './budget.decider.js';
import { claim } from './claim.decider.js';
import { budgetAskedOf } from './claim.rules.js';

type Decisions = CommandsOf<typeof claim>;
const approvers = ['agent', 'lead', 'finance', 'administrator'] as const;

/** What is decided about a compensation after it was proposed. */
@Controller('compensation/complaints/:complaintId/compensations/:compensationId')
export class DecisionsController {
  constructor(private readonly commands: Commands) {}

  @Post('approve')
  @Allow(...approvers)
  @Answers(200, CompensationChanged)
  approve(@Param() path: CompensationPath, @SentBy() sender: Sender): Promise<CompensationChanged> {
    return this.decide('ApproveCompensation', { ...path, approverId: personOf(sender) }, sender);
  }

  @Post('decline')
  @Allow(...approvers)
  @Answers(200, CompensationChanged)
  decline(
    @Param() path: CompensationPath,
    @Body() { reason }: CompensationDeclineGiven,
    @SentBy() sender: Sender,
  ): Promise<CompensationChanged> {
    return this.decide('DeclineCompensation', { ...path, approverId: personOf(sender), reason }, sender);
  }

  /** By who proposed it, while it waits for approval. */
  @Post('cancel')
  @Allow(...approvers)
  @Answers(200, CompensationChanged)
  cancel(@Param() path: CompensationPath, @SentBy() sender: Sender): Promise<CompensationChanged> {
    return this.decide('WithdrawProposal', path, sender);
  }

  /** Orders a payout again that the payment system has refused. */
  @Post('retry')
  @Allow('finance')
  @Answers(200, CompensationChanged)
  retry(@Param() path: CompensationPath, @SentBy() sender: Sender): Promise<CompensationChanged> {
    return this.decide('RetryPayout', path, sender);
  }

  @Post('reverse')
  @Allow('finance')
  @Answers(200, CompensationChanged)
  reverse(
    @Param() path: CompensationPath,
    @Body() { reason }: ReversalGiven,
    @SentBy() sender: Sender,
  ): Promise<CompensationChanged> {
    return this.decide('OrderReversal', { ...path, reason }, sender);
  }

  /** Whether the month has room by now for what waits. */
  @Post('ask-budget')
  @Allow('finance')
  @Answers(200, CompensationChanged)
  askBudget(@Param() path: CompensationPath, @SentBy() sender: Sender): Promise<CompensationChanged> {
    return this.ofBudget('AskAgain', path, sender);
  }

  /** Beyond what the month has. */
  @Post('release-budget')
  @Allow('finance')
  @Answers(200, CompensationChanged)
  releaseBudget(@Param() path: CompensationPath, @SentBy() sender: Sender): Promise<CompensationChanged> {
    return this.ofBudget('GrantBeyond', path, sender);
  }

  private async decide<C extends keyof Decisions>(
    command: C,
    data: Decisions[C] & CompensationPath,
    sender: Sender,
  ): Promise<CompensationChanged> {
    const { position } = await this.commands
      .send(claim, data.complaintId, command, data, sender)
      .catch(missing('no-such-compensation', 'compensation'));
    return { position };
  }

  private async ofBudget(
    command: 'AskAgain' | 'GrantBeyond',
    path: CompensationPath,
    sender: Sender,
  ): Promise<CompensationChanged> {
    const asked = budgetAskedOf(await this.commands.stateOf(claim, path.complaintId), path);
    if (asked === 'no-such-compensation') throw new NotThereError('compensation');
    if (asked === 'nothing-asked') throw new RefusedError(notWaiting);
    const { position } = await this.commands.send(budget, asked.budgetId, command, asked, sender);
    return { position };
  }
}

const personOf = ({ by }: Sender): PersonId => by.id as PersonId;

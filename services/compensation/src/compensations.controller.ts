import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import {
  ApprovalsAsked,
  approvers,
  BudgetPath,
  BudgetShown,
  CompensationListed,
  CompensationsAsked,
  type PersonId,
} from '@redress/contracts';
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
  WALL_CLOCK,
} from '@redress/service-host';
import type { WallClock } from '@redress/eventing';
import type { Repository } from 'typeorm';
import { authority, currentAuthority } from './authority.decider.js';
import { budget, leftOf, monthlyBudget, waitingIn } from './budget.decider.js';
import { isBudget } from './calendar.rules.js';
import { Colleague, standInsOf } from './colleagues.projection.js';
import { compensationListed, compensationsAsked, waitingForApproval } from './compensation-lists.projection.js';
import { CompensationRow } from './compensations.projection.js';

/** Lists over all complaints. */
@Controller('compensation')
export class CompensationsController {
  constructor(
    private readonly commands: Commands,
    @Inject(WALL_CLOCK) private readonly clock: WallClock,
    @Rows(CompensationRow) private readonly compensations: Repository<CompensationRow>,
    @Rows(Colleague) private readonly colleagues: Repository<Colleague>,
  ) {}

  /** What waits for the caller, also in the place of those who are away; the oldest first. */
  @Get('approvals')
  @Allow('agent', 'lead', 'finance', 'administrator')
  @Answers(200, pageOf(CompensationListed))
  async waiting(
    @Query() { cursor, limit }: ApprovalsAsked,
    @AskedBy() { id, roles }: Caller,
  ): Promise<Page<CompensationListed>> {
    const personId = id as PersonId;
    const now = this.clock.now();
    const away = (await standInsOf(this.colleagues, { approverId: personId })).filter(
      ({ from, until }) => from <= now && now < until,
    );
    const held = [...roles, ...away.flatMap((standIn) => standIn.roles)];
    const mine = { personId, roles: approvers.filter((role) => held.includes(role)) };
    const page = await keysetPage(waitingForApproval(this.compensations, mine), {
      columns: [
        ['proposedAt', 'ASC'],
        ['compensationId', 'ASC'],
      ],
      cursor,
      limit,
    });
    return { ...page, items: page.items.map(compensationListed) };
  }

  /** Latest first. */
  @Get('compensations')
  @Allow('finance', 'auditor', 'analyst')
  @Answers(200, pageOf(CompensationListed))
  async list(@Query() asked: CompensationsAsked): Promise<Page<CompensationListed>> {
    const { cursor, limit } = asked;
    const page = await keysetPage(compensationsAsked(this.compensations, asked), {
      columns: [
        ['proposedAt', 'DESC'],
        ['compensationId', 'DESC'],
      ],
      cursor,
      limit,
    });
    return { ...page, items: page.items.map(compensationListed) };
  }

  /** What a month in a currency has left, exactly as the next payout will find it. */
  @Get('budgets/:budgetId')
  @Allow('finance', 'auditor', 'analyst', 'administrator')
  @Answers(200, BudgetShown)
  async ofMonth(@Param() { budgetId }: BudgetPath): Promise<BudgetShown> {
    if (!isBudget(budgetId)) throw new NotThereError('month of a currency');
    const policy = await this.commands.stateOf(authority, currentAuthority);
    const state = await this.commands.stateOf(budget, budgetId);
    return {
      budgetId,
      monthlyBudgetMinor: monthlyBudget(policy, budgetId),
      reservedMinor: state.reservedMinor,
      leftMinor: Math.max(0, leftOf(policy, budgetId, state.reservedMinor)),
      ...waitingIn(state),
    };
  }
}

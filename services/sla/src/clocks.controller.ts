import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import {
  BreachesAsked,
  BreachShown,
  ClockChanged,
  ClockComplaintPath,
  ClockPath,
  ClocksAsked,
  ClockShown,
  metrics,
  OpenClocksAsked,
  PauseGiven,
  ResumeGiven,
} from '@redress/contracts';
import {
  Allow,
  Answers,
  Commands,
  Histories,
  keysetPage,
  type Page,
  pageOf,
  Rows,
  SentBy,
  type Sender,
} from '@redress/service-host';
import type { Repository } from 'typeorm';
import { Breach, breachesAsked, breachShown } from './breaches.projection.js';
import { clock, clockId } from './clock.decider.js';
import { Clock, clockShown, clocksKnown, clocksOf, openClocks } from './clocks.projection.js';

@Controller('sla')
@Allow('agent', 'lead', 'legal', 'auditor', 'administrator')
export class ClocksController {
  constructor(
    private readonly commands: Commands,
    private readonly histories: Histories,
    @Rows(Clock) private readonly clocks: Repository<Clock>,
    @Rows(Breach) private readonly breaches: Repository<Breach>,
  ) {}

  /** Soonest due first. */
  @Get('clocks')
  @Answers(200, pageOf(ClockShown))
  async open(@Query() asked: OpenClocksAsked): Promise<Page<ClockShown>> {
    const { cursor, limit } = asked;
    const page = await keysetPage(openClocks(this.clocks, asked), {
      columns: [
        ['dueAt', 'ASC'],
        ['complaintId', 'ASC'],
        ['metric', 'ASC'],
      ],
      cursor,
      limit,
    });
    return { ...page, items: page.items.map(clockShown) };
  }

  /** Latest first. */
  @Get('breaches')
  @Answers(200, pageOf(BreachShown))
  async breached(@Query() asked: BreachesAsked): Promise<Page<BreachShown>> {
    const { cursor, limit } = asked;
    const page = await keysetPage(breachesAsked(this.breaches, asked), {
      columns: [
        ['dueAt', 'DESC'],
        ['complaintId', 'DESC'],
        ['metric', 'DESC'],
      ],
      cursor,
      limit,
    });
    return { ...page, items: page.items.map(breachShown) };
  }

  /** What is promised about a complaint, now or as it was known at a moment. */
  @Get('complaints/:complaintId/clocks')
  @Answers(200, [ClockShown])
  async ofComplaint(@Param() { complaintId }: ClockComplaintPath, @Query() { at }: ClocksAsked): Promise<ClockShown[]> {
    if (!at) return (await clocksOf(this.clocks, complaintId)).map(clockShown);
    const events = await Promise.all(
      metrics.map((metric) => this.histories.of(clock, clockId({ complaintId, metric }), at)),
    );
    return clocksKnown(events.flat()).map(clockShown);
  }

  @Post('clocks/:complaintId/:metric/pause')
  @Allow('lead')
  @Answers(200, ClockChanged)
  async pause(
    @Param() path: ClockPath,
    @Body() { reason }: PauseGiven,
    @SentBy() sender: Sender,
  ): Promise<ClockChanged> {
    const command = { ...path, pausedAt: sender.at, cause: 'by-hand', reason } as const;
    const { position } = await this.commands.send(clock, clockId(path), 'PauseClock', command, sender);
    return { position };
  }

  @Post('clocks/:complaintId/:metric/resume')
  @Allow('lead')
  @Answers(200, ClockChanged)
  async resume(
    @Param() path: ClockPath,
    @Body() { reason }: ResumeGiven,
    @SentBy() sender: Sender,
  ): Promise<ClockChanged> {
    const command = { ...path, resumedAt: sender.at, cause: 'by-hand', reason } as const;
    const { position } = await this.commands.send(clock, clockId(path), 'ResumeClock', command, sender);
    return { position };
  }
}

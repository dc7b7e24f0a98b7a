import { Controller, Get, Param, Query } from '@nestjs/common';
import {
  CaseFound,
  type ComplaintId,
  DeskCase,
  DeskCaseAsked,
  DeskCaseNumberPath,
  DeskCasePath,
} from '@redress/contracts';
import { Allow, Answers, AskedBy, type Caller, Histories, NotThereError, ReadsCase, Rows } from '@redress/service-host';
import type { Recorded } from '@redress/eventing';
import type { Repository } from 'typeorm';
import { clocksIn } from './case-clocks.rules.js';
import { caseIn, caseListed } from './case-listed.projection.js';
import { caseNumbered, CaseStreams, streamsOfCase } from './case-streams.projection.js';
import { compensationIn } from './compensations.rules.js';
import { conversationIn } from './conversation.rules.js';
import { escalationsIn, investigationsIn, ownersIn, triageIn } from './handling.rules.js';
import { messagesSentIn } from './messages-sent.rules.js';
import { timelineIn } from './timeline.rules.js';

/** Who sees what the law keeps of forgotten customers. */
const keepers = ['legal', 'auditor'] as const;

/** A case whole, folded from the log: as it is, or as it was known at a moment. */
@Controller('desk')
@Allow('agent', 'lead', 'finance', 'legal', 'auditor', 'administrator')
export class CasesController {
  constructor(
    private readonly histories: Histories,
    @Rows(CaseStreams) private readonly cases: Repository<CaseStreams>,
  ) {}

  @Get('cases/:complaintId')
  @ReadsCase('complaintId')
  @Answers(200, DeskCase)
  async read(
    @Param() { complaintId }: DeskCasePath,
    @Query() { at }: DeskCaseAsked,
    @AskedBy() { roles }: Caller,
  ): Promise<DeskCase> {
    const stretches = await streamsOfCase(this.cases, complaintId);
    if (!stretches) throw new NotThereError('complaint');
    const reach = keepers.some((role) => roles.includes(role)) ? 'kept-by-law' : 'in-use';
    return shown(complaintId, await this.histories.ofStretches(stretches, at, reach));
  }

  @Get('case-numbers/:caseNumber')
  @Answers(200, CaseFound)
  async named(@Param() { caseNumber }: DeskCaseNumberPath): Promise<CaseFound> {
    const complaintId = await caseNumbered(this.cases, caseNumber);
    if (!complaintId) throw new NotThereError('case number');
    return { complaintId, caseNumber };
  }
}

const shown = (complaintId: ComplaintId, history: readonly Recorded[]): DeskCase => {
  const header = caseIn(history);
  // It was received later than what is asked for.
  if (!header) throw new NotThereError('complaint');
  const triage = triageIn(history);
  return {
    header: caseListed(header),
    conversation: conversationIn(history),
    clocks: clocksIn(history),
    ...(triage && { triage }),
    owners: ownersIn(history),
    escalations: escalationsIn(history),
    investigations: investigationsIn(history),
    compensation: compensationIn(complaintId, history),
    messages: messagesSentIn(history),
    timeline: timelineIn(history),
  };
};

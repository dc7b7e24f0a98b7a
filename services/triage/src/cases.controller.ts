import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { CaseChanged, CaseShown, CorrectionGiven, TriageComplaintPath } from '@redress/contracts';
import {
  Allow,
  Answers,
  Commands,
  missing,
  NotThereError,
  ReadsCase,
  Rows,
  type Sender,
  SentBy,
} from '@redress/service-host';
import type { Repository } from 'typeorm';
import { assessment } from './assessment.decider.js';
import { AssessmentRow, sortedShown } from './assessments.projection.js';
import { Correction, correctionsOf } from './corrections.projection.js';
import { EscalationRow, escalationsOf } from './escalations.projection.js';
import { InvestigationRow, investigationsOf } from './investigations.projection.js';
import { Ownership, ownerShown } from './ownerships.projection.js';
import { rulesOf, RulesVersion } from './rules-versions.projection.js';
import { withLabels } from './trying.rules.js';

/** A complaint as triage knows it. */
@Controller('triage/complaints/:complaintId')
export class CasesController {
  constructor(
    private readonly commands: Commands,
    @Rows(AssessmentRow) private readonly assessments: Repository<AssessmentRow>,
    @Rows(Ownership) private readonly ownerships: Repository<Ownership>,
    @Rows(Correction) private readonly corrections: Repository<Correction>,
    @Rows(EscalationRow) private readonly escalations: Repository<EscalationRow>,
    @Rows(InvestigationRow) private readonly investigations: Repository<InvestigationRow>,
    @Rows(RulesVersion) private readonly versions: Repository<RulesVersion>,
  ) {}

  @Get()
  @Allow('agent', 'lead', 'finance', 'legal', 'auditor', 'administrator')
  @ReadsCase('complaintId')
  @Answers(200, CaseShown)
  async read(@Param() { complaintId }: TriageComplaintPath): Promise<CaseShown> {
    const row = await this.assessments.findOneBy({ complaintId });
    if (!row) throw new NotThereError('complaint');
    const { triagedAt, rulesVersion, fired, historical } = row;
    const ownership = await this.ownerships.findOneBy({ complaintId });
    const owner = ownership && ownerShown(ownership);
    return {
      complaintId,
      ...sortedShown(row),
      triagedAt,
      rulesVersion,
      fired: withLabels(fired, await rulesOf(this.versions, rulesVersion)),
      corrections: await correctionsOf(this.corrections, complaintId),
      ...(owner && { owner }),
      ...(ownership?.ownerMissing && { ownerMissing: ownership.ownerMissing }),
      escalations: await escalationsOf(this.escalations, complaintId),
      investigations: await investigationsOf(this.investigations, complaintId),
      historical,
    };
  }

  /** Another team is asked for an owner where the team changes. */
  @Post('correct')
  @Allow('agent', 'lead')
  @Answers(200, CaseChanged)
  async correct(
    @Param() { complaintId }: TriageComplaintPath,
    @Body() { reason, ...sorted }: CorrectionGiven,
    @SentBy() sender: Sender,
  ): Promise<CaseChanged> {
    const command = { complaintId, sorted, reason };
    const { position } = await this.commands
      .send(assessment, complaintId, 'Correct', command, sender)
      .catch(missing('not-triaged', 'complaint'));
    return { position };
  }
}

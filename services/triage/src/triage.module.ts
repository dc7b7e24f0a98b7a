import { Module } from '@nestjs/common';
import { service } from '@redress/service-host';
import { askTeam } from './ask-team.reactor.js';
import { assessment } from './assessment.decider.js';
import { assessments } from './assessments.projection.js';
import { CasesController } from './cases.controller.js';
import { colleagues } from './colleagues.projection.js';
import { corrections } from './corrections.projection.js';
import { customerComplaints } from './customer-complaints.projection.js';
import { describeTexts } from './describe-texts.reactor.js';
import { escalate } from './escalate.reactor.js';
import { escalation } from './escalation.decider.js';
import { escalations } from './escalations.projection.js';
import { findOwner } from './find-owner.reactor.js';
import { followCase } from './follow-case.reactor.js';
import { investigation } from './investigation.decider.js';
import { InvestigationsController } from './investigations.controller.js';
import { investigations } from './investigations.projection.js';
import { keepLoads } from './keep-loads.reactor.js';
import { OwnersController } from './owners.controller.js';
import { OwnershipPolicyController } from './ownership-policy.controller.js';
import { ownershipPolicy } from './ownership-policy.decider.js';
import { ownershipPolicyVersions } from './ownership-policy-versions.projection.js';
import { OwnershipController } from './ownership.controller.js';
import { ownership } from './ownership.decider.js';
import { ownerships } from './ownerships.projection.js';
import { responsibleTeams } from './responsible-teams.projection.js';
import { RulesController } from './rules.controller.js';
import { rulesVersions } from './rules-versions.projection.js';
import { team } from './team.decider.js';
import { triageComplaint } from './triage-complaint.reactor.js';
import { triageRules } from './triage-rules.decider.js';
import { watchInvestigations } from './watch-investigations.reactor.js';

@Module(
  service({
    name: 'triage',
    deciders: [triageRules, assessment, ownershipPolicy, ownership, team, escalation, investigation],
    reactors: [
      triageComplaint,
      describeTexts,
      findOwner,
      askTeam,
      keepLoads,
      followCase,
      escalate,
      watchInvestigations,
    ],
    projections: [
      ...[rulesVersions, assessments, corrections, customerComplaints],
      ...[ownershipPolicyVersions, colleagues, responsibleTeams, ownerships, escalations, investigations],
    ],
    controllers: [
      RulesController,
      CasesController,
      OwnershipController,
      OwnersController,
      OwnershipPolicyController,
      InvestigationsController,
    ],
  }),
)
export class TriageModule {}

import { Module } from '@nestjs/common';
import { service } from '@redress/service-host';
import { AuthorityController } from './authority.controller.js';
import { authority } from './authority.decider.js';
import { authorityVersions } from './authority-versions.projection.js';
import { budget } from './budget.decider.js';
import { claim } from './claim.decider.js';
import { ClaimsController } from './claims.controller.js';
import { colleagues } from './colleagues.projection.js';
import { CompensationsController } from './compensations.controller.js';
import { compensations } from './compensations.projection.js';
import { DecisionsController } from './decisions.controller.js';
import { deriveOptions } from './derive-options.reactor.js';
import { compensationEffects, ledger } from './effects.module.js';
import { keepBudgets } from './keep-budgets.reactor.js';
import { knownComplaints } from './known-complaints.projection.js';
import { LedgerController } from './ledger.controller.js';
import { Ledger1773000000000 } from './ledger.migration.js';
import { offers } from './offers.projection.js';
import { LedgerEntry, LedgerFault } from './payments.adapter.js';
import { payouts } from './payouts.projection.js';
import { planReconciliations } from './plan-reconciliations.reactor.js';
import { reconciliation } from './reconciliation.decider.js';
import { reconciliations } from './reconciliations.projection.js';
import { TariffController } from './tariff.controller.js';
import { tariff } from './tariff.decider.js';
import { tariffVersions } from './tariff-versions.projection.js';

@Module(
  service({
    name: 'compensation',
    deciders: [claim, budget, tariff, authority, reconciliation],
    reactors: [deriveOptions, keepBudgets, planReconciliations],
    effectsBy: compensationEffects,
    projections: [
      knownComplaints,
      offers,
      compensations,
      payouts,
      colleagues,
      tariffVersions,
      authorityVersions,
      reconciliations,
    ],
    controllers: [
      ClaimsController,
      DecisionsController,
      CompensationsController,
      TariffController,
      AuthorityController,
      LedgerController,
    ],
    keptTables: [LedgerEntry, LedgerFault],
    migrations: [Ledger1773000000000],
    providers: [ledger],
  }),
)
export class CompensationModule {}

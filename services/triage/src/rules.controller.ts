import { Body, Controller, Get, Post, Put, Query } from '@nestjs/common';
import {
  TriageRulesAccepted,
  TriageRulesGiven,
  TriageRulesShown,
  TriageRulesVersionsAsked,
  TriageRulesVersionShown,
  TriageTrialGiven,
  TriageTrialShown,
} from '@redress/contracts';
import {
  Allow,
  Answers,
  Commands,
  keysetPage,
  malformed,
  type Page,
  pageOf,
  RefusedError,
  Rows,
  SentBy,
  type Sender,
} from '@redress/service-host';
import type { Repository } from 'typeorm';
import { languageOf } from './describing.rules.js';
import { faultOfRules, inOneForm } from './rule-faults.rules.js';
import { publishedRules, RulesVersion, rulesVersionShown, withShippedRules } from './rules-versions.projection.js';
import { currentRules, type TriageRules, triageRules } from './triage-rules.decider.js';
import { tried } from './trying.rules.js';

/** Versions are long: a page of them has fewer. */
const usualVersions = 10;

@Controller('triage/rules')
@Allow('lead', 'agent', 'analyst', 'auditor', 'administrator')
export class RulesController {
  constructor(
    private readonly commands: Commands,
    @Rows(RulesVersion) private readonly versions: Repository<RulesVersion>,
  ) {}

  @Get()
  @Answers(200, TriageRulesShown)
  inForce(): Promise<TriageRulesShown> {
    return this.commands.stateOf(triageRules, currentRules);
  }

  /** From the next complaint on; what was sorted names its version. */
  @Put()
  @Allow('lead', 'administrator')
  @Answers(200, TriageRulesAccepted)
  async publish(@Body() body: TriageRulesGiven, @SentBy() sender: Sender): Promise<TriageRulesAccepted> {
    const { state, position } = await this.commands.send(triageRules, currentRules, 'PublishRules', body, sender);
    return { ...state, position };
  }

  /** Newest first. */
  @Get('versions')
  @Answers(200, pageOf(TriageRulesVersionShown))
  async published(
    @Query() { cursor, limit = usualVersions }: TriageRulesVersionsAsked,
  ): Promise<Page<TriageRulesVersionShown>> {
    const page = await keysetPage(publishedRules(this.versions), { columns: [['version', 'DESC']], cursor, limit });
    return withShippedRules({ ...page, items: page.items.map(rulesVersionShown) });
  }

  /** What the rules in force, or a draft, would say about a text. Nothing is recorded. */
  @Post('try')
  @Answers(200, TriageTrialShown)
  async try(@Body() given: TriageTrialGiven): Promise<TriageTrialShown> {
    if ((given.orderValueMinor === undefined) !== (given.orderCurrency === undefined))
      throw malformed('An order value has a currency.', [
        { field: 'orderCurrency', message: 'must be given with orderValueMinor, and only with it' },
      ]);
    return { ...tried(await this.rulesFor(given), given), language: languageOf(given.text) };
  }

  private async rulesFor({ rules }: TriageTrialGiven): Promise<TriageRules> {
    if (!rules) return this.commands.stateOf(triageRules, currentRules);
    const fault = faultOfRules(rules.map(inOneForm));
    if (fault) throw new RefusedError({ refused: fault.reason, detail: fault.detail });
    return { version: 0, rules };
  }
}

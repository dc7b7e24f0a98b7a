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
  malformed,
  type Page,
  pageOf,
  RefusedError,
  Refuses,
  Rows,
  type Sender,
  SentBy,
  versionsPage,
} from '@redress/service-host';
import type { Repository } from 'typeorm';
import { languageOf } from './describing.rules.js';
import { faultOfRules, inOneForm } from './rule-faults.rules.js';
import { RulesVersion } from './rules-versions.projection.js';
import { currentRules, shippedRules, type TriageRules, triageRules } from './triage-rules.decider.js';
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
  published(
    @Query() { cursor, limit = usualVersions }: TriageRulesVersionsAsked,
  ): Promise<Page<TriageRulesVersionShown>> {
    return versionsPage(this.versions.createQueryBuilder('version'), { cursor, limit }, shippedRules);
  }

  /** What the rules in force, or a draft, would say about a text. Nothing is recorded. */
  @Post('try')
  @Answers(200, TriageTrialShown)
  @Refuses(400, 'There is an order value without its currency, or the other way round.')
  @Refuses(409, 'The draft is none that could be published.')
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

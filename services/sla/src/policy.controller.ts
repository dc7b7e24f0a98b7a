import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import {
  SlaPolicyAccepted,
  SlaPolicyGiven,
  SlaPolicyShown,
  SlaPolicyVersionsAsked,
  SlaPolicyVersionShown,
} from '@redress/contracts';
import {
  Allow,
  AllowSignedIn,
  Answers,
  Commands,
  type Page,
  pageOf,
  Rows,
  SentBy,
  type Sender,
  versionsPage,
} from '@redress/service-host';
import type { Repository } from 'typeorm';
import { PolicyVersion } from './policy-versions.projection.js';
import { currentPolicy, shippedPolicy, type SlaPolicies, slaPolicy } from './policy.decider.js';

@Controller('sla/policy')
export class PolicyController {
  constructor(
    private readonly commands: Commands,
    @Rows(PolicyVersion) private readonly versions: Repository<PolicyVersion>,
  ) {}

  @Get()
  @AllowSignedIn()
  @Answers(200, SlaPolicyShown)
  async inForce(): Promise<SlaPolicyShown> {
    return withoutEarlier(await this.commands.stateOf(slaPolicy, currentPolicy));
  }

  /** From the next complaint on; clocks that run keep what was promised by the version they name. */
  @Put()
  @Allow('lead', 'administrator')
  @Answers(200, SlaPolicyAccepted)
  async publish(@Body() policy: SlaPolicyGiven, @SentBy() sender: Sender): Promise<SlaPolicyAccepted> {
    const { state, position } = await this.commands.send(slaPolicy, currentPolicy, 'PublishPolicy', policy, sender);
    return { ...withoutEarlier(state), position };
  }

  /** Newest first. */
  @Get('versions')
  @AllowSignedIn()
  @Answers(200, pageOf(SlaPolicyVersionShown))
  published(@Query() asked: SlaPolicyVersionsAsked): Promise<Page<SlaPolicyVersionShown>> {
    return versionsPage(this.versions.createQueryBuilder('version'), asked, shippedPolicy);
  }
}

const withoutEarlier = ({ version, promises, warnings }: SlaPolicies): SlaPolicyShown => ({
  version,
  promises,
  warnings,
});

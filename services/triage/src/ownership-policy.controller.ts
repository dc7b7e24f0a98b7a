import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import {
  OwnershipPolicyAccepted,
  OwnershipPolicyGiven,
  OwnershipPolicyShown,
  OwnershipPolicyVersionsAsked,
  OwnershipPolicyVersionShown,
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
import { OwnershipPolicyVersion } from './ownership-policy-versions.projection.js';
import { currentPolicy, ownershipPolicy, shippedPolicy } from './ownership-policy.decider.js';

@Controller('triage/ownership-policy')
export class OwnershipPolicyController {
  constructor(
    private readonly commands: Commands,
    @Rows(OwnershipPolicyVersion) private readonly versions: Repository<OwnershipPolicyVersion>,
  ) {}

  @Get()
  @AllowSignedIn()
  @Answers(200, OwnershipPolicyShown)
  inForce(): Promise<OwnershipPolicyShown> {
    return this.commands.stateOf(ownershipPolicy, currentPolicy);
  }

  /** From the next assignment, escalation and question on; what runs already keeps what it was told. */
  @Put()
  @Allow('lead', 'administrator')
  @Answers(200, OwnershipPolicyAccepted)
  async publish(@Body() policy: OwnershipPolicyGiven, @SentBy() sender: Sender): Promise<OwnershipPolicyAccepted> {
    const { state, position } = await this.commands.send(
      ownershipPolicy,
      currentPolicy,
      'PublishPolicy',
      policy,
      sender,
    );
    return { ...state, position };
  }

  /** Newest first. */
  @Get('versions')
  @AllowSignedIn()
  @Answers(200, pageOf(OwnershipPolicyVersionShown))
  published(@Query() asked: OwnershipPolicyVersionsAsked): Promise<Page<OwnershipPolicyVersionShown>> {
    return versionsPage(this.versions.createQueryBuilder('version'), asked, shippedPolicy);
  }
}

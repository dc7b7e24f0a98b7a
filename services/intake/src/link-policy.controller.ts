import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import {
  LinkPolicyAccepted,
  LinkPolicyGiven,
  LinkPolicyShown,
  LinkPolicyVersionsAsked,
  LinkPolicyVersionShown,
  shippedLinkPolicy,
} from '@redress/contracts';
import {
  Allow,
  AllowSignedIn,
  Answers,
  Commands,
  type Page,
  pageOf,
  Rows,
  type Sender,
  SentBy,
  versionsPage,
} from '@redress/service-host';
import type { Repository } from 'typeorm';
import { LinkPolicyVersion } from './link-policy-versions.projection.js';
import { currentLinkPolicy, linkPolicy } from './link-policy.decider.js';

/** For how long customers' links are good. */
@Controller('intake/link-policy')
export class LinkPolicyController {
  constructor(
    private readonly commands: Commands,
    @Rows(LinkPolicyVersion) private readonly versions: Repository<LinkPolicyVersion>,
  ) {}

  @Get()
  @AllowSignedIn()
  @Answers(200, LinkPolicyShown)
  inForce(): Promise<LinkPolicyShown> {
    return this.commands.stateOf(linkPolicy, currentLinkPolicy);
  }

  /** For links that are made from now on. */
  @Put()
  @Allow('lead', 'administrator')
  @Answers(200, LinkPolicyAccepted)
  async publish(@Body() given: LinkPolicyGiven, @SentBy() sender: Sender): Promise<LinkPolicyAccepted> {
    const { state, position } = await this.commands.send(linkPolicy, currentLinkPolicy, 'PublishPolicy', given, sender);
    return { ...state, position };
  }

  /** Newest first. */
  @Get('versions')
  @AllowSignedIn()
  @Answers(200, pageOf(LinkPolicyVersionShown))
  published(@Query() asked: LinkPolicyVersionsAsked): Promise<Page<LinkPolicyVersionShown>> {
    return versionsPage(this.versions.createQueryBuilder('version'), asked, shippedLinkPolicy);
  }
}

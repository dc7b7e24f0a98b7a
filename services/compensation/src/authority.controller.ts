import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import {
  AuthorityAccepted,
  AuthorityGiven,
  AuthorityShown,
  AuthorityVersionShown,
  CompensationPolicyVersionsAsked,
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
import { AuthorityVersion } from './authority-versions.projection.js';
import { authority, currentAuthority, shippedAuthority } from './authority.decider.js';

@Controller('compensation/authority')
export class AuthorityController {
  constructor(
    private readonly commands: Commands,
    @Rows(AuthorityVersion) private readonly versions: Repository<AuthorityVersion>,
  ) {}

  @Get()
  @AllowSignedIn()
  @Answers(200, AuthorityShown)
  inForce(): Promise<AuthorityShown> {
    return this.commands.stateOf(authority, currentAuthority);
  }

  /** What was asked already keeps the number of its approvals; a higher budget lets go on what waits for it this month. */
  @Put()
  @Allow('finance', 'administrator')
  @Answers(200, AuthorityAccepted)
  async publish(@Body() given: AuthorityGiven, @SentBy() sender: Sender): Promise<AuthorityAccepted> {
    const { state, position } = await this.commands.send(
      authority,
      currentAuthority,
      'PublishAuthority',
      given,
      sender,
    );
    return { ...state, position };
  }

  /** Newest first. */
  @Get('versions')
  @AllowSignedIn()
  @Answers(200, pageOf(AuthorityVersionShown))
  published(@Query() asked: CompensationPolicyVersionsAsked): Promise<Page<AuthorityVersionShown>> {
    return versionsPage(this.versions.createQueryBuilder('version'), asked, shippedAuthority);
  }
}

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
  keysetPage,
  type Page,
  pageOf,
  Rows,
  type Sender,
  SentBy,
} from '@redress/service-host';
import type { Repository } from 'typeorm';
import {
  authorityShown,
  AuthorityVersion,
  publishedAuthorities,
  withShippedAuthority,
} from './authority-versions.projection.js';
import { authority, currentAuthority } from './authority.decider.js';

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
  async published(@Query() { cursor, limit }: CompensationPolicyVersionsAsked): Promise<Page<AuthorityVersionShown>> {
    const columns = [['version', 'DESC']] as const;
    const page = await keysetPage(publishedAuthorities(this.versions), { columns, cursor, limit });
    return withShippedAuthority({ ...page, items: page.items.map(authorityShown) });
  }
}

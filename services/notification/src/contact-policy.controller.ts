import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import {
  ContactPolicyAccepted,
  ContactPolicyGiven,
  ContactPolicyShown,
  ContactPolicyVersionShown,
  PreferenceAccepted,
  PreferenceGiven,
  PreferencePath,
  PreferenceShown,
  TemplateVersionsAsked,
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
import { ContactPolicyVersion } from './contact-policies.projection.js';
import { contactPolicy, currentPolicy, shippedContactPolicy } from './contact-policy.decider.js';
import { preferences } from './preferences.decider.js';

/** How customers are written to: all of them, and each by their own wish. */
@Controller('notification')
export class ContactPolicyController {
  constructor(
    private readonly commands: Commands,
    @Rows(ContactPolicyVersion) private readonly versions: Repository<ContactPolicyVersion>,
  ) {}

  @Get('contact-policy')
  @AllowSignedIn()
  @Answers(200, ContactPolicyShown)
  inForce(): Promise<ContactPolicyShown> {
    return this.commands.stateOf(contactPolicy, currentPolicy);
  }

  @Put('contact-policy')
  @Allow('lead', 'administrator')
  @Answers(200, ContactPolicyAccepted)
  async publish(@Body() given: ContactPolicyGiven, @SentBy() sender: Sender): Promise<ContactPolicyAccepted> {
    const { state, position } = await this.commands.send(
      contactPolicy,
      currentPolicy,
      'PublishContactPolicy',
      given,
      sender,
    );
    return { ...state, position };
  }

  /** Newest first. */
  @Get('contact-policy/versions')
  @AllowSignedIn()
  @Answers(200, pageOf(ContactPolicyVersionShown))
  published(@Query() asked: TemplateVersionsAsked): Promise<Page<ContactPolicyVersionShown>> {
    return versionsPage(this.versions.createQueryBuilder('version'), asked, shippedContactPolicy);
  }

  @Get('customers/:customerKey/preference')
  @Allow('agent', 'lead')
  @Answers(200, PreferenceShown)
  async wished(@Param() { customerKey }: PreferencePath): Promise<PreferenceShown> {
    return { customerKey, ...(await this.commands.stateOf(preferences, customerKey)) };
  }

  @Put('customers/:customerKey/preference')
  @Allow('agent', 'lead')
  @Answers(200, PreferenceAccepted)
  async wish(
    @Param() { customerKey }: PreferencePath,
    @Body() given: PreferenceGiven,
    @SentBy() sender: Sender,
  ): Promise<PreferenceAccepted> {
    const wished = { customerKey, ...given };
    const { state, position } = await this.commands.send(preferences, customerKey, 'ChangePreference', wished, sender);
    return { customerKey, ...state, position };
  }
}

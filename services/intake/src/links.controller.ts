import { Controller, Param, Post } from '@nestjs/common';
import { ComplaintPath, LinkShown, LinksRevokedShown } from '@redress/contracts';
import {
  Allow,
  Answers,
  Commands,
  CustomerLinks,
  Limited,
  NotThereError,
  type Sender,
  SentBy,
} from '@redress/service-host';
import { idWithin } from './complaint-given.rules.js';
import { complaint } from './complaint.decider.js';
import { customerLinks } from './customer-links.decider.js';

/** Links by which customers open their complaint without an account. */
@Controller('intake/complaints/:complaintId/links')
export class LinksController {
  constructor(
    private readonly commands: Commands,
    private readonly links: CustomerLinks,
  ) {}

  /** To hand to the customer by another channel. Whoever has it reads the complaint and speaks for the customer. */
  @Post()
  @Allow('agent', 'lead')
  @Limited({ perMinute: 60 })
  @Answers(201, LinkShown)
  async issue(@Param() { complaintId }: ComplaintPath, @SentBy() sender: Sender): Promise<LinkShown> {
    await this.requireComplaint(complaintId);
    const linkId = idWithin<string>(sender.commandId, 'link');
    const data = { complaintId, linkId };
    const { state, position } = await this.commands.send(customerLinks, complaintId, 'IssueLink', data, sender);
    const issued = state.issued[linkId];
    if (!issued) throw new Error('What was issued is there.');
    const made = await this.links.make({ complaintId, ...issued });
    return { ...made, expiresAt: issued.expiresAt, position };
  }

  /** Also of those that went out in messages. */
  @Post('revoke')
  @Allow('agent', 'lead')
  @Answers(200, LinksRevokedShown)
  async revoke(@Param() { complaintId }: ComplaintPath, @SentBy() sender: Sender): Promise<LinksRevokedShown> {
    await this.requireComplaint(complaintId);
    const { state, position } = await this.commands.send(
      customerLinks,
      complaintId,
      'RevokeLinks',
      { complaintId },
      sender,
    );
    return { generation: state.generation, position };
  }

  private async requireComplaint(complaintId: ComplaintPath['complaintId']): Promise<void> {
    const { kind } = await this.commands.stateOf(complaint, complaintId);
    if (kind === 'absent') throw new NotThereError('complaint');
  }
}

import { Body, Controller, Get, Post } from '@nestjs/common';
import {
  CommandAccepted,
  type ComplaintId,
  MessageAccepted,
  type MessageId,
  MissingFactsGiven,
  MyComplaintShown,
  MyDeclineGiven,
  MyMessageGiven,
  MyReopeningGiven,
} from '@redress/contracts';
import type { CommandsOf } from '@redress/eventing';
import {
  Allow,
  Answers,
  Commands,
  NotThereError,
  OwnComplaint,
  Rows,
  type Sender,
  SentBy,
} from '@redress/service-host';
import type { Repository } from 'typeorm';
import { entryIn, idWithin } from './complaint-given.rules.js';
import { complaint } from './complaint.decider.js';
import { ComplaintRow } from './complaints.projection.js';
import { ExpectedTime, timesOwed } from './expected-times.projection.js';
import { conversationOf, MessageRow } from './messages.projection.js';
import { myComplaintShown } from './my-complaint.rules.js';
import { proposalIn, StepsRow, stepsShown } from './steps.projection.js';

type Told = CommandsOf<typeof complaint>;

/** What customers see and say by their link: always of the one complaint that it opens. */
@Controller('intake/my-complaint')
@Allow('customer')
export class MyComplaintController {
  constructor(
    private readonly commands: Commands,
    @Rows(ComplaintRow) private readonly complaints: Repository<ComplaintRow>,
    @Rows(StepsRow) private readonly steps: Repository<StepsRow>,
    @Rows(MessageRow) private readonly messages: Repository<MessageRow>,
    @Rows(ExpectedTime) private readonly expected: Repository<ExpectedTime>,
  ) {}

  @Get()
  @Answers(200, MyComplaintShown)
  async read(@OwnComplaint() complaintId: ComplaintId): Promise<MyComplaintShown> {
    const [row, steps] = await Promise.all([
      this.complaints.findOneBy({ complaintId }),
      this.steps.findOneBy({ complaintId }),
    ]);
    if (!row || !steps) throw new NotThereError('complaint');
    const said = await conversationOf(this.messages, complaintId);
    const owed = await timesOwed(this.expected, complaintId);
    return myComplaintShown({ complaint: row, steps: stepsShown(steps), proposal: proposalIn(steps), said, owed });
  }

  @Post('messages')
  @Answers(201, MessageAccepted)
  async write(
    @OwnComplaint() complaintId: ComplaintId,
    @Body() { text }: MyMessageGiven,
    @SentBy() sender: Sender,
  ): Promise<MessageAccepted> {
    const reopeningId = idWithin<MessageId>(sender.commandId, 'reopening');
    const entry = entryIn(complaintId, sender.commandId);
    const { position } = await this.tell('WriteAsCustomer', { ...entry, channel: 'web', text, reopeningId }, sender);
    return { messageId: entry.messageId, position };
  }

  @Post('facts')
  @Answers(200, CommandAccepted)
  giveFacts(
    @OwnComplaint() complaintId: ComplaintId,
    @Body() given: MissingFactsGiven,
    @SentBy() sender: Sender,
  ): Promise<CommandAccepted> {
    return this.tell('GiveFacts', { complaintId, ...given }, sender);
  }

  @Post('solutions/accept')
  @Answers(200, CommandAccepted)
  accept(@OwnComplaint() complaintId: ComplaintId, @SentBy() sender: Sender): Promise<CommandAccepted> {
    return this.tell('AcceptSolution', { complaintId }, sender);
  }

  @Post('solutions/decline')
  @Answers(200, CommandAccepted)
  decline(
    @OwnComplaint() complaintId: ComplaintId,
    @Body() { reason }: MyDeclineGiven,
    @SentBy() sender: Sender,
  ): Promise<CommandAccepted> {
    return this.tell('DeclineSolution', { ...entryIn(complaintId, sender.commandId), reason }, sender);
  }

  @Post('confirm')
  @Answers(200, CommandAccepted)
  confirm(@OwnComplaint() complaintId: ComplaintId, @SentBy() sender: Sender): Promise<CommandAccepted> {
    return this.tell('ConfirmResolution', { complaintId }, sender);
  }

  @Post('reopen')
  @Answers(200, CommandAccepted)
  reopen(
    @OwnComplaint() complaintId: ComplaintId,
    @Body() { reason }: MyReopeningGiven,
    @SentBy() sender: Sender,
  ): Promise<CommandAccepted> {
    return this.tell('ReopenComplaint', { ...entryIn(complaintId, sender.commandId), reason }, sender);
  }

  /** The complaint is there: there is no link to any other. */
  private async tell<C extends keyof Told>(
    command: C,
    data: Told[C] & { readonly complaintId: ComplaintId },
    sender: Sender,
  ): Promise<CommandAccepted> {
    const { position } = await this.commands.send(complaint, data.complaintId, command, data, sender);
    return { position };
  }
}

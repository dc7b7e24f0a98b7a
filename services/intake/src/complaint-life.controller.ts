import { Body, Controller, ForbiddenException, Param, Post } from '@nestjs/common';
import {
  AcceptanceGiven,
  CommandAccepted,
  ComplaintPath,
  CustomerMessageGiven,
  DeclineGiven,
  MessageAccepted,
  type MessageId,
  MissingFactsGiven,
  NoteGiven,
  OccurrenceGiven,
  type ProposalId,
  ReopeningGiven,
  ReplyGiven,
  ResolutionGiven,
  SolutionGiven,
} from '@redress/contracts';
import type { CommandsOf } from '@redress/eventing';
import {
  Allow,
  Answers,
  AskedBy,
  type Caller,
  Commands,
  historically,
  missing,
  Refuses,
  type Sender,
  SentBy,
} from '@redress/service-host';
import { entryIn, idWithin } from './complaint-given.rules.js';
import { complaint } from './complaint.decider.js';

type Told = CommandsOf<typeof complaint>;

/** For the customer: what they said to a channel, or to somebody who notes it on their behalf. */
const customersVoice = ['channel', 'agent', 'lead', 'importer'] as const;
const handlers = ['agent', 'lead', 'importer'] as const;

/** What happens to a complaint after it was received. */
@Controller('intake/complaints/:complaintId')
@Refuses(400, 'What is imported (`occurredAt`) lies in the future.')
export class ComplaintLifeController {
  constructor(private readonly commands: Commands) {}

  @Post('messages')
  @Allow(...customersVoice)
  @Answers(201, MessageAccepted)
  write(
    @Param() path: ComplaintPath,
    @Body() { channel, text, occurredAt }: CustomerMessageGiven,
    @AskedBy() caller: Caller,
    @SentBy() sender: Sender,
  ): Promise<MessageAccepted> {
    if (caller.channel !== undefined && caller.channel !== channel)
      throw new ForbiddenException(`This key is for the channel ${caller.channel}.`);
    const reopeningId = idWithin<MessageId>(sender.commandId, 'reopening');
    const entry = entryOf(path, sender);
    return said(entry, this.tell('WriteAsCustomer', { ...entry, channel, text, reopeningId }, sender, occurredAt));
  }

  @Post('replies')
  @Allow(...handlers)
  @Answers(201, MessageAccepted)
  reply(
    @Param() path: ComplaintPath,
    @Body() { text, asksCustomer = false, occurredAt }: ReplyGiven,
    @SentBy() sender: Sender,
  ): Promise<MessageAccepted> {
    const entry = entryOf(path, sender);
    return said(entry, this.tell('ReplyToCustomer', { ...entry, text, asksCustomer }, sender, occurredAt));
  }

  @Post('notes')
  @Allow(...handlers, 'finance', 'legal')
  @Answers(201, MessageAccepted)
  note(
    @Param() path: ComplaintPath,
    @Body() { text, occurredAt }: NoteGiven,
    @SentBy() sender: Sender,
  ): Promise<MessageAccepted> {
    const entry = entryOf(path, sender);
    return said(entry, this.tell('AddNote', { ...entry, text }, sender, occurredAt));
  }

  @Post('solutions')
  @Allow(...handlers)
  @Answers(201, MessageAccepted)
  propose(
    @Param() path: ComplaintPath,
    @Body() { remedy, text, occurredAt }: SolutionGiven,
    @SentBy() sender: Sender,
  ): Promise<MessageAccepted> {
    const proposalId = idWithin<ProposalId>(sender.commandId, 'proposal');
    const entry = entryOf(path, sender);
    return said(entry, this.tell('ProposeSolution', { ...entry, proposalId, remedy, text }, sender, occurredAt));
  }

  @Post('solutions/accept')
  @Allow(...customersVoice)
  @Answers(200, CommandAccepted)
  accept(
    @Param() { complaintId }: ComplaintPath,
    @Body() { occurredAt }: AcceptanceGiven,
    @SentBy() sender: Sender,
  ): Promise<CommandAccepted> {
    return this.tell('AcceptSolution', { complaintId }, sender, occurredAt);
  }

  @Post('solutions/decline')
  @Allow(...customersVoice)
  @Answers(200, CommandAccepted)
  decline(
    @Param() path: ComplaintPath,
    @Body() { reason, occurredAt }: DeclineGiven,
    @SentBy() sender: Sender,
  ): Promise<CommandAccepted> {
    return this.tell('DeclineSolution', { ...entryOf(path, sender), reason }, sender, occurredAt);
  }

  @Post('resolve')
  @Allow(...handlers)
  @Answers(200, CommandAccepted)
  resolve(
    @Param() path: ComplaintPath,
    @Body() { remedy, text, occurredAt }: ResolutionGiven,
    @SentBy() sender: Sender,
  ): Promise<CommandAccepted> {
    return this.tell('ResolveComplaint', { ...entryOf(path, sender), remedy, text }, sender, occurredAt);
  }

  @Post('confirm')
  @Allow(...customersVoice)
  @Answers(200, CommandAccepted)
  confirm(
    @Param() { complaintId }: ComplaintPath,
    @Body() { occurredAt }: OccurrenceGiven,
    @SentBy() sender: Sender,
  ): Promise<CommandAccepted> {
    return this.tell('ConfirmResolution', { complaintId }, sender, occurredAt);
  }

  @Post('reopen')
  @Allow(...customersVoice)
  @Answers(200, CommandAccepted)
  reopen(
    @Param() path: ComplaintPath,
    @Body() { reason, occurredAt }: ReopeningGiven,
    @SentBy() sender: Sender,
  ): Promise<CommandAccepted> {
    return this.tell('ReopenComplaint', { ...entryOf(path, sender), reason }, sender, occurredAt);
  }

  @Post('close')
  @Allow(...handlers)
  @Answers(200, CommandAccepted)
  close(
    @Param() { complaintId }: ComplaintPath,
    @Body() { occurredAt }: OccurrenceGiven,
    @SentBy() sender: Sender,
  ): Promise<CommandAccepted> {
    return this.tell('CloseComplaint', { complaintId }, sender, occurredAt);
  }

  @Post('facts')
  @Allow('channel', 'agent', 'lead')
  @Answers(200, CommandAccepted)
  giveFacts(
    @Param() { complaintId }: ComplaintPath,
    @Body() given: MissingFactsGiven,
    @SentBy() sender: Sender,
  ): Promise<CommandAccepted> {
    return this.tell('GiveFacts', { complaintId, ...given }, sender);
  }

  private async tell<C extends keyof Told>(
    command: C,
    data: Told[C] & ComplaintPath,
    sender: Sender,
    occurredAt?: Date,
  ): Promise<CommandAccepted> {
    const from = occurredAt ? historically(sender, occurredAt, 'occurredAt') : sender;
    const { position } = await this.commands
      .send(complaint, data.complaintId, command, data, from)
      .catch(missing('no-such-complaint', 'complaint'));
    return { position };
  }
}

const entryOf = ({ complaintId }: ComplaintPath, { commandId }: Sender) => entryIn(complaintId, commandId);

const said = async (
  { messageId }: { readonly messageId: MessageId },
  accepted: Promise<CommandAccepted>,
): Promise<MessageAccepted> => ({ messageId, ...(await accepted) });

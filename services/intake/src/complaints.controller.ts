import { Body, Controller, ForbiddenException, Get, HttpStatus, Param, Post, Query, Res } from '@nestjs/common';
import {
  ComplaintAccepted,
  ComplaintGiven,
  ComplaintListed,
  ComplaintPath,
  ComplaintsAsked,
  ComplaintShown,
  MomentAsked,
  type MessageId,
} from '@redress/contracts';
import {
  Allow,
  AllowAnyone,
  Answers,
  AskedBy,
  type Caller,
  Commands,
  historically,
  Histories,
  HouseSecrets,
  keysetPage,
  malformed,
  NotThereError,
  type Page,
  pageOf,
  ReadsCase,
  Refuses,
  Rows,
  type Sender,
  SentBy,
} from '@redress/service-host';
import type { FastifyReply } from 'fastify';
import type { Repository } from 'typeorm';
import { isCaseNumber } from './case-number.rules.js';
import { CaseNumbers } from './case-numbers.adapter.js';
import {
  complaintIdOf,
  faultsOfFacts,
  faultsOfPublicForm,
  idOfRequest,
  idWithin,
  receivedAtOf,
} from './complaint-given.rules.js';
import { complaint, type Complaint } from './complaint.decider.js';
import { complaintIn, complaintListed, ComplaintRow, complaintsAsked, customerNamed } from './complaints.projection.js';
import { conversationIn, conversationOf, MessageRow, messageShown } from './messages.projection.js';

/** Who sees what the law keeps of forgotten customers. */
const keepers = ['legal', 'auditor'] as const;
const readers = ['agent', 'lead', 'finance', 'legal', 'auditor', 'administrator'] as const;

/** Taking complaints in, finding them, reading them. */
@Controller('intake/complaints')
export class ComplaintsController {
  private readonly customerSecret: Buffer;

  constructor(
    private readonly commands: Commands,
    private readonly caseNumbers: CaseNumbers,
    private readonly histories: Histories,
    secrets: HouseSecrets,
    @Rows(ComplaintRow) private readonly complaints: Repository<ComplaintRow>,
    @Rows(MessageRow) private readonly messages: Repository<MessageRow>,
  ) {
    this.customerSecret = secrets.customer;
  }

  @Post()
  @AllowAnyone()
  @Answers(201, ComplaintAccepted)
  @Answers(200, ComplaintAccepted, 'The channel had sent it before, under another key.')
  @Refuses(
    400,
    'Something lies in the future, a value has no currency, or the public form states what only a trusted caller may.',
  )
  @Refuses(403, 'This key is for another channel.')
  async receive(
    @Body() given: ComplaintGiven,
    @AskedBy() caller: Caller,
    @SentBy() sender: Sender,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ComplaintAccepted> {
    refuseUnfit(given, caller, sender);
    const { commandId } = sender;
    const receivedAt = receivedAtOf(given, sender.at);
    const imported = given.receivedAt !== undefined && caller.roles.includes('importer');
    const complaintId = complaintIdOf(given, commandId);
    const isAssigned = given.externalRef !== undefined && sender.requestHash !== undefined;
    const receiving = isAssigned ? behindAssignment(sender) : sender;
    const from = imported ? historically(receiving, receivedAt, 'receivedAt') : receiving;
    if (isAssigned)
      await this.commands.send(
        complaint,
        idOfRequest(commandId),
        'AssignRequest',
        { requestId: commandId, assignedTo: complaintId },
        sender,
      );
    const { outcome, position, state } = await this.commands.send(
      complaint,
      complaintId,
      'ReceiveComplaint',
      {
        complaintId,
        messageId: idWithin<MessageId>(commandId, 'message'),
        caseNumber: await this.caseNumberFor(complaintId, given, sender),
        given,
        customerKey: this.customerKeyOf(given.customer?.id),
        receivedAt,
      },
      from,
    );
    const receipt = { complaintId, ...receiptOf(state), position };
    if (outcome !== 'already') return receipt;
    reply.status(HttpStatus.OK);
    return { ...receipt, alreadyReceived: true };
  }

  @Get()
  @Allow(...readers)
  @Answers(200, pageOf(ComplaintListed))
  @Refuses(400, 'The case number was mistyped.')
  async list(@Query() asked: ComplaintsAsked): Promise<Page<ComplaintListed>> {
    if (asked.caseNumber !== undefined && !isCaseNumber(asked.caseNumber))
      throw malformed('This case number was mistyped.', [
        { field: 'caseNumber', message: 'must have its check digit' },
      ]);
    const page = await keysetPage(complaintsAsked(this.complaints, asked, this.customerKeyOf(asked.customerId)), {
      columns: [
        ['receivedAt', 'DESC'],
        ['complaintId', 'DESC'],
      ],
      cursor: asked.cursor,
      limit: asked.limit,
    });
    return { ...page, items: page.items.map(complaintListed) };
  }

  @Get(':complaintId')
  @Allow(...readers)
  @ReadsCase('complaintId')
  @Answers(200, ComplaintShown)
  async read(
    @Param() { complaintId }: ComplaintPath,
    @Query() { at }: MomentAsked,
    @AskedBy() { roles }: Caller,
  ): Promise<ComplaintShown> {
    // Rows hold nothing of a forgotten customer: what the law keeps is opened for those who may see it.
    const reach = keepers.some((role) => roles.includes(role)) ? 'kept-by-law' : 'in-use';
    const fromHistory = at !== undefined || reach === 'kept-by-law';
    const history = fromHistory ? await this.histories.of(complaint, complaintId, at, reach) : undefined;
    const row = history ? complaintIn(history) : await this.complaints.findOneBy({ complaintId });
    if (!row) throw new NotThereError('complaint');
    const said = history ? conversationIn(history) : await conversationOf(this.messages, complaintId);
    return { ...complaintListed(row), messages: said.map(messageShown) };
  }

  private customerKeyOf(customerId: string | undefined): ReturnType<typeof customerNamed> | undefined {
    return customerId === undefined ? undefined : customerNamed(this.customerSecret, customerId);
  }

  /** What comes again has its number already: no other is used up for it. */
  private async caseNumberFor(
    complaintId: ReturnType<typeof complaintIdOf>,
    { externalRef }: ComplaintGiven,
    { requestHash }: Sender,
  ): Promise<string> {
    const mayBeKnown = externalRef !== undefined || requestHash !== undefined;
    const known = mayBeKnown ? await this.commands.stateOf(complaint, complaintId) : complaint.initial;
    return known.kind === 'absent' ? this.caseNumbers.next() : known.caseNumber;
  }
}

/** Two commands come of one request then: under one id, their events would have the same ids. */
const behindAssignment = (sender: Sender): Sender => ({
  ...sender,
  commandId: idWithin<string>(sender.commandId, 'receipt'),
});

const trusted = ['channel', 'agent', 'lead', 'importer'] as const;

const refuseUnfit = (given: ComplaintGiven, { roles, channel }: Caller, { at }: Sender): void => {
  if (channel !== undefined && channel !== given.channel)
    throw new ForbiddenException(`This key is for the channel ${channel}.`);
  const isTrusted = trusted.some((role) => roles.includes(role));
  const faults = [...(isTrusted ? [] : faultsOfPublicForm(given)), ...faultsOfFacts(given, at)];
  if (faults.length > 0) throw malformed('The body has fields that do not fit.', faults);
};

const receiptOf = (state: Complaint): Pick<ComplaintAccepted, 'caseNumber' | 'missing'> => {
  if (state.kind === 'absent') throw new Error('What was received is there.');
  return { caseNumber: state.caseNumber, missing: state.missing };
};

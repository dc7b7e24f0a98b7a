import { Body, Controller, ForbiddenException, Get, Param, Post, Query } from '@nestjs/common';
import {
  CompensationAccepted,
  CompensationChanged,
  CompensationComplaintPath,
  CompensationGiven,
  CompensationsKnownAsked,
  ComplaintCompensationsShown,
} from '@redress/contracts';
import {
  Allow,
  Answers,
  AskedBy,
  type Caller,
  Commands,
  historically,
  Histories,
  malformed,
  NotThereError,
  ReadsCase,
  Refuses,
  Rows,
  type Sender,
  SentBy,
} from '@redress/service-host';
import type { Repository } from 'typeorm';
import { claim } from './claim.decider.js';
import { compensationIdOf, importedIdOf, meaningOf } from './compensation-given.rules.js';
import { shownTogether } from './compensation-lists.projection.js';
import { CompensationRow, compensationsIn } from './compensations.projection.js';
import { KnownComplaint, knownOf } from './known-complaints.projection.js';
import { Offer, offerIn } from './offers.projection.js';

/** Who sees what the law keeps of forgotten customers. */
const keepers = ['legal', 'auditor'] as const;
const proposers = ['agent', 'lead'] as const;

/** What may be offered for a complaint, and proposing it. */
@Controller('compensation/complaints/:complaintId')
export class ClaimsController {
  constructor(
    private readonly commands: Commands,
    private readonly histories: Histories,
    @Rows(KnownComplaint) private readonly complaints: Repository<KnownComplaint>,
    @Rows(Offer) private readonly offers: Repository<Offer>,
    @Rows(CompensationRow) private readonly compensations: Repository<CompensationRow>,
  ) {}

  /** As it stands, or as it was known at a moment. */
  @Get()
  @Allow('agent', 'lead', 'finance', 'legal', 'auditor', 'administrator')
  @ReadsCase('complaintId')
  @Answers(200, ComplaintCompensationsShown)
  async read(
    @Param() { complaintId }: CompensationComplaintPath,
    @Query() { at }: CompensationsKnownAsked,
    @AskedBy() { roles }: Caller,
  ): Promise<ComplaintCompensationsShown> {
    if (!(await this.complaints.existsBy({ complaintId }))) throw new NotThereError('complaint');
    // Rows hold nothing of a forgotten customer: what the law keeps is opened for those who may see it.
    const reach = keepers.some((role) => roles.includes(role)) ? 'kept-by-law' : 'in-use';
    if (at === undefined && reach === 'in-use') {
      const offer = await this.offers.findOneBy({ complaintId });
      return shownTogether(complaintId, offer, await this.compensations.findBy({ complaintId }));
    }
    const history = await this.histories.of(claim, complaintId, at, reach);
    return shownTogether(complaintId, offerIn(history), compensationsIn(history));
  }

  /** Derives the options again as of now: the tariff may be another one, and a delivery later still. */
  @Post('options')
  @Allow(...proposers)
  @Answers(200, CompensationChanged)
  async derive(
    @Param() { complaintId }: CompensationComplaintPath,
    @SentBy() sender: Sender,
  ): Promise<CompensationChanged> {
    const known = knownOf(await this.complaints.findOneBy({ complaintId }));
    if (!known) throw new NotThereError('triaged complaint');
    const { position } = await this.commands.send(claim, complaintId, 'DeriveOptions', { complaintId, known }, sender);
    return { position };
  }

  /** An option, an exception, or something that was paid before it was imported. */
  @Post('compensations')
  @Allow(...proposers, 'importer')
  @Answers(201, CompensationAccepted)
  @Refuses(
    400,
    'An option has its `ruleId` alone; an exception `kind` and `reason`; what was paid in the past also `reference` and `occurredAt`.',
  )
  async propose(
    @Param() { complaintId }: CompensationComplaintPath,
    @Body() given: CompensationGiven,
    @AskedBy() { roles }: Caller,
    @SentBy() sender: Sender,
  ): Promise<CompensationAccepted> {
    const meant = meaningOf(given);
    if (meant.kind === 'unclear') throw malformed('The body has fields that do not fit.', meant.faults);
    if (meant.kind === 'past') {
      const { wanted, reason, reference, occurredAt } = meant;
      const compensationId = importedIdOf(complaintId, reference);
      const past = { complaintId, compensationId, ...wanted, reason, reference };
      const from = historically(sender, occurredAt, 'occurredAt');
      const { position } = await this.commands.send(claim, complaintId, 'RecordPaid', past, from);
      return { compensationId, position };
    }
    if (!proposers.some((role) => roles.includes(role)))
      throw new ForbiddenException('The role importer records what was paid in the past.');
    const id = { complaintId, compensationId: compensationIdOf(sender.commandId) };
    const { position } =
      meant.kind === 'option'
        ? await this.commands.send(claim, complaintId, 'ProposeOption', { ...id, ruleId: meant.ruleId }, sender)
        : await this.commands.send(
            claim,
            complaintId,
            'ProposeException',
            { ...id, ...meant.wanted, reason: meant.reason },
            sender,
          );
    return { compensationId: id.compensationId, position };
  }
}

import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import {
  LedgerAsked,
  LedgerEntryShown,
  LedgerFaultsGiven,
  LedgerFaultsShown,
  ReconciliationAccepted,
  ReconciliationGiven,
  ReconciliationsAsked,
  ReconciliationShown,
} from '@redress/contracts';
import {
  Allow,
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
import { entryShown, Ledger } from './payments.adapter.js';
import { reconciliation } from './reconciliation.decider.js';
import { ReconciliationRow, reconciliationsAsked, reconciliationShown } from './reconciliations.projection.js';

/** The bundled payment system, and how what it says is compared with what we say. */
@Controller('compensation')
export class LedgerController {
  constructor(
    private readonly ledger: Ledger,
    private readonly commands: Commands,
    @Rows(ReconciliationRow) private readonly reconciliations: Repository<ReconciliationRow>,
  ) {}

  /** Latest first. */
  @Get('ledger')
  @Allow('finance', 'auditor')
  @Answers(200, pageOf(LedgerEntryShown))
  async entries(@Query() asked: LedgerAsked): Promise<Page<LedgerEntryShown>> {
    const { cursor, limit } = asked;
    const page = await keysetPage(this.ledger.entries(asked), {
      columns: [
        ['bookedAt', 'DESC'],
        ['reference', 'DESC'],
      ],
      cursor,
      limit,
    });
    return { ...page, items: page.items.map(entryShown) };
  }

  @Get('ledger/faults')
  @Allow('administrator')
  @Answers(200, LedgerFaultsShown)
  faults(): Promise<LedgerFaultsShown> {
    return this.ledger.faults();
  }

  /** Makes the bundled payment system go wrong, to see what comes of it. */
  @Post('ledger/faults')
  @Allow('administrator')
  @Answers(200, LedgerFaultsShown)
  async prepareFaults(@Body() given: LedgerFaultsGiven): Promise<LedgerFaultsShown> {
    await this.ledger.prepareFaults(given);
    return this.ledger.faults();
  }

  /** Latest day first, and of a day the latest round. */
  @Get('reconciliations')
  @Allow('finance', 'auditor')
  @Answers(200, pageOf(ReconciliationShown))
  async reconciled(@Query() asked: ReconciliationsAsked): Promise<Page<ReconciliationShown>> {
    const { cursor, limit } = asked;
    const page = await keysetPage(reconciliationsAsked(this.reconciliations, asked), {
      columns: [
        ['day', 'DESC'],
        ['round', 'DESC'],
      ],
      cursor,
      limit,
    });
    return { ...page, items: page.items.map(reconciliationShown) };
  }

  /** Of a day again, or for the first time; the answer comes with the list. */
  @Post('reconciliations')
  @Allow('finance')
  @Answers(202, ReconciliationAccepted)
  async reconcile(@Body() { day }: ReconciliationGiven, @SentBy() sender: Sender): Promise<ReconciliationAccepted> {
    const { state, position } = await this.commands.send(reconciliation, day, 'AskForReconciliation', { day }, sender);
    return { round: state.begun, position };
  }
}

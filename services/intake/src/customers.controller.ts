import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { CommandAccepted, CustomerPath, ForgettingShown, LegalHoldGiven, LegalHoldNamed } from '@redress/contracts';
import { Allow, Answers, Commands, NotThereError, Rows, type Sender, SentBy } from '@redress/service-host';
import type { Repository } from 'typeorm';
import { ComplaintRow } from './complaints.projection.js';
import { customer } from './customer.decider.js';
import { forgettingShown } from './forgetting.rules.js';

/** Customers by their pseudonym: forgetting them, and the holds that keep their data. */
@Controller('intake/customers/:customerKey')
export class CustomersController {
  constructor(
    private readonly commands: Commands,
    @Rows(ComplaintRow) private readonly complaints: Repository<ComplaintRow>,
  ) {}

  @Get()
  @Allow('administrator', 'legal', 'auditor')
  @Answers(200, ForgettingShown)
  async read(@Param() { customerKey }: CustomerPath): Promise<ForgettingShown> {
    await this.requireKnown({ customerKey });
    return forgettingShown(customerKey, await this.commands.stateOf(customer, customerKey));
  }

  /** Begins at once, and ends by itself: see `GET`. */
  @Post('forget')
  @Allow('administrator')
  @Answers(202, CommandAccepted)
  async forget(@Param() { customerKey }: CustomerPath, @SentBy() sender: Sender): Promise<CommandAccepted> {
    await this.requireKnown({ customerKey });
    const { position } = await this.commands.send(customer, customerKey, 'ForgetCustomer', { customerKey }, sender);
    return { position };
  }

  @Post('legal-holds')
  @Allow('legal')
  @Answers(201, CommandAccepted)
  async hold(
    @Param() { customerKey }: CustomerPath,
    @Body() { reference, reason }: LegalHoldGiven,
    @SentBy() sender: Sender,
  ): Promise<CommandAccepted> {
    await this.requireKnown({ customerKey });
    const hold = { customerKey, reference, reason };
    const { position } = await this.commands.send(customer, customerKey, 'PlaceLegalHold', hold, sender);
    return { position };
  }

  @Post('legal-holds/lift')
  @Allow('legal')
  @Answers(200, CommandAccepted)
  async lift(
    @Param() { customerKey }: CustomerPath,
    @Body() { reference }: LegalHoldNamed,
    @SentBy() sender: Sender,
  ): Promise<CommandAccepted> {
    const lifted = { customerKey, reference };
    const { position } = await this.commands.send(customer, customerKey, 'LiftLegalHold', lifted, sender);
    return { position };
  }

  private async requireKnown({ customerKey }: CustomerPath): Promise<void> {
    if (!(await this.complaints.existsBy({ customerKey }))) throw new NotThereError('customer');
  }
}

import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import {
  CompensationPolicyVersionsAsked,
  TariffAccepted,
  TariffGiven,
  TariffShown,
  TariffVersionShown,
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
import { TariffVersion } from './tariff-versions.projection.js';
import { currentTariff, shippedTariff, tariff } from './tariff.decider.js';

@Controller('compensation/tariff')
export class TariffController {
  constructor(
    private readonly commands: Commands,
    @Rows(TariffVersion) private readonly versions: Repository<TariffVersion>,
  ) {}

  @Get()
  @AllowSignedIn()
  @Answers(200, TariffShown)
  inForce(): Promise<TariffShown> {
    return this.commands.stateOf(tariff, currentTariff);
  }

  /** From the next complaint that is triaged on; what was offered stays offered until it is derived again. */
  @Put()
  @Allow('finance', 'administrator')
  @Answers(200, TariffAccepted)
  async publish(@Body() given: TariffGiven, @SentBy() sender: Sender): Promise<TariffAccepted> {
    const { state, position } = await this.commands.send(tariff, currentTariff, 'PublishTariff', given, sender);
    return { ...state, position };
  }

  /** Newest first. */
  @Get('versions')
  @AllowSignedIn()
  @Answers(200, pageOf(TariffVersionShown))
  published(@Query() asked: CompensationPolicyVersionsAsked): Promise<Page<TariffVersionShown>> {
    return versionsPage(this.versions.createQueryBuilder('version'), asked, shippedTariff);
  }
}

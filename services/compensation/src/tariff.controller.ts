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
  keysetPage,
  type Page,
  pageOf,
  Rows,
  type Sender,
  SentBy,
} from '@redress/service-host';
import type { Repository } from 'typeorm';
import { publishedTariffs, tariffShown, TariffVersion, withShippedTariff } from './tariff-versions.projection.js';
import { currentTariff, tariff } from './tariff.decider.js';

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
  async published(@Query() { cursor, limit }: CompensationPolicyVersionsAsked): Promise<Page<TariffVersionShown>> {
    const page = await keysetPage(publishedTariffs(this.versions), { columns: [['version', 'DESC']], cursor, limit });
    return withShippedTariff({ ...page, items: page.items.map(tariffShown) });
  }
}

import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { refuse } from '@redress/eventing';
import { Allow, AllowAnyone, AllowSignedIn, Limited } from '../allow.js';
import { Answers, pageOf } from '../answers.js';
import { AskedBy } from '../asked.js';
import type { Caller, Sender } from '../caller.js';
import { ReadsCase } from '../case-reads.js';
import type { Page } from '../keyset.js';
import { RefusedError } from '../refused.js';
import { historically, SentBy } from '../sender.js';
import { NewParcel, Parcel, ParcelPath, ParcelsWanted, Sent } from './example-contracts.js';

/** Throws whatever a spec puts here. */
export const fails: { error: unknown } = { error: undefined };

@Controller('shipping/parcels')
export class ParcelsController {
  @Post()
  @Allow('agent', 'channel')
  @Answers(201, Sent, 'It will be sent.')
  send(@Body() body: NewParcel, @SentBy() sender: Sender): object {
    return { ...sender, orderedAt: body.orderedAt instanceof Date };
  }

  @Post('anonymous')
  @AllowAnyone()
  sendAnonymously(@Body() body: NewParcel, @SentBy() sender: Sender): object {
    return { commandId: sender.commandId, requestHash: sender.requestHash, note: body.note };
  }

  @Put(':parcelId')
  @Allow('agent')
  replace(@Param() path: ParcelPath, @Body() _body: NewParcel, @SentBy() sender: Sender): object {
    return { commandId: sender.commandId, parcelId: path.parcelId };
  }

  @Post('label')
  @Allow('agent')
  label(@Body() file: Buffer, @SentBy() sender: Sender): object {
    return { bytes: file.length, requestHash: sender.requestHash };
  }

  @Post('sign-in')
  @AllowAnyone()
  @Limited({ perMinute: 3 })
  signIn(): object {
    return {};
  }

  @Post(':parcelId/recall')
  @Allow('lead')
  recall(@Param() _path: ParcelPath, @SentBy() _sender: Sender): never {
    throw new RefusedError(refuse('parcel-delivered', 'This parcel was delivered.'));
  }

  @Post('history')
  @Allow('importer', 'agent')
  import(@SentBy() sender: Sender): object {
    return historically(sender, new Date('2020-01-01T00:00:00Z'), 'occurredAt');
  }

  @Get()
  @AllowSignedIn()
  @Answers(200, pageOf(Parcel))
  wanted(@Query() query: ParcelsWanted): Page<object> {
    return { items: [{ ...query }] };
  }

  @Get('me')
  @AllowAnyone()
  me(@AskedBy() caller: Caller): Caller {
    return caller;
  }

  @Get('failing')
  @AllowAnyone()
  fail(): never {
    throw fails.error;
  }

  @Get(':parcelId')
  @Allow('agent', 'auditor', 'channel')
  @ReadsCase('parcelId')
  @Answers(200, Parcel)
  read(@Param() { parcelId }: ParcelPath): object {
    return { parcelId, customer: { name: 'Kim' } };
  }
}

import { Body, Controller, Get, Put } from '@nestjs/common';
import { HandlingPolicyAccepted, HandlingPolicyGiven, HandlingPolicyShown } from '@redress/contracts';
import { Allow, AllowSignedIn, Answers, Commands, type Sender, SentBy } from '@redress/service-host';
import { handlingPolicy, policyId } from './handling-policy.decider.js';

/** How complaints are handled. */
@Controller('intake/handling-policy')
export class HandlingPolicyController {
  constructor(private readonly commands: Commands) {}

  @Get()
  @AllowSignedIn()
  @Answers(200, HandlingPolicyShown)
  read(): Promise<HandlingPolicyShown> {
    return this.commands.stateOf(handlingPolicy, policyId);
  }

  @Put()
  @Allow('lead', 'administrator')
  @Answers(200, HandlingPolicyAccepted)
  async publish(@Body() given: HandlingPolicyGiven, @SentBy() sender: Sender): Promise<HandlingPolicyAccepted> {
    const { state, position } = await this.commands.send(handlingPolicy, policyId, 'PublishPolicy', given, sender);
    return { ...state, position };
  }
}

import { Body, Controller, Get, Put } from '@nestjs/common';
import { RetentionPolicyAccepted, RetentionPolicyGiven, RetentionPolicyShown } from '@redress/contracts';
import { Allow, AllowSignedIn, Answers, Commands, type Sender, SentBy } from '@redress/service-host';
import { retentionPolicy, retentionPolicyId } from './retention-policy.decider.js';

/** For how long records are kept. */
@Controller('intake/retention-policy')
export class RetentionPolicyController {
  constructor(private readonly commands: Commands) {}

  @Get()
  @AllowSignedIn()
  @Answers(200, RetentionPolicyShown)
  read(): Promise<RetentionPolicyShown> {
    return this.commands.stateOf(retentionPolicy, retentionPolicyId);
  }

  @Put()
  @Allow('legal', 'administrator')
  @Answers(200, RetentionPolicyAccepted)
  async publish(@Body() given: RetentionPolicyGiven, @SentBy() sender: Sender): Promise<RetentionPolicyAccepted> {
    const { state, position } = await this.commands.send(
      retentionPolicy,
      retentionPolicyId,
      'PublishPolicy',
      given,
      sender,
    );
    return { ...state, position };
  }
}

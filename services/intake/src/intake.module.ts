import { Injectable, Module } from '@nestjs/common';
import { houseActor, type WallClock } from '@redress/eventing';
import {
  CHANNEL_KEYS,
  type ChannelKey,
  type ChannelKeys,
  Commands,
  Rows,
  service,
  WALL_CLOCK,
} from '@redress/service-host';
import { CaseNumbers, type ReserveBlock } from './case-numbers.adapter.js';
import { caseNumbers, sequence } from './case-numbers.decider.js';
import { channelKeyNamed, ChannelKeyRow, type ChannelKeyRows, channelKeys } from './channel-keys.projection.js';
import { ComplaintLifeController } from './complaint-life.controller.js';
import { complaint } from './complaint.decider.js';
import { ComplaintsController } from './complaints.controller.js';
import { complaints } from './complaints.projection.js';
import { customer } from './customer.decider.js';
import { CustomersController } from './customers.controller.js';
import { sameDigest } from './digests.adapter.js';
import { forgetInTime } from './forget-in-time.reactor.js';
import { forgetWhenClosed } from './forget-when-closed.reactor.js';
import { forgettingEffects } from './forgetting.module.js';
import { HandlingPolicyController } from './handling-policy.controller.js';
import { handlingPolicy } from './handling-policy.decider.js';
import { messages } from './messages.projection.js';
import { RetentionPolicyController } from './retention-policy.controller.js';
import { retentionPolicy } from './retention-policy.decider.js';

/** What the edge asks before it lets a shop system in. */
@Injectable()
class KnownChannelKeys implements ChannelKeys {
  private readonly named: ReturnType<typeof channelKeyNamed>;

  constructor(@Rows(ChannelKeyRow) keys: ChannelKeyRows) {
    this.named = channelKeyNamed(keys);
  }

  async find(keyId: string, secretSha256: string): Promise<ChannelKey | undefined> {
    const key = await this.named(keyId);
    if (!key || !sameDigest(key.secretSha256, secretSha256)) return undefined;
    return { channel: key.channel, limits: { perMinute: key.requestsPerMinute } };
  }
}

/** Blocks of case numbers, reserved by this process. */
export const reservingBy =
  (commands: Commands, clock: WallClock): ReserveBlock =>
  async (commandId) => {
    const from = { commandId, correlationId: commandId, causationId: commandId, at: clock.now(), historical: false };
    const by = houseActor('intake.case-numbers');
    const { state } = await commands.send(
      caseNumbers,
      sequence,
      'ReserveBlock',
      { sequence, size: 200 },
      { ...from, by },
    );
    return state;
  };

@Module(
  service({
    name: 'intake',
    deciders: [complaint, caseNumbers, handlingPolicy, customer, retentionPolicy],
    reactors: [forgetWhenClosed, forgetInTime],
    effectsBy: forgettingEffects,
    projections: [complaints, messages, channelKeys],
    controllers: [
      ComplaintsController,
      ComplaintLifeController,
      CustomersController,
      HandlingPolicyController,
      RetentionPolicyController,
    ],
    providers: [
      {
        provide: CaseNumbers,
        inject: [Commands, WALL_CLOCK],
        useFactory: (commands: Commands, clock: WallClock) => new CaseNumbers(reservingBy(commands, clock)),
      },
      { provide: CHANNEL_KEYS, useClass: KnownChannelKeys },
    ],
  }),
)
export class IntakeModule {}

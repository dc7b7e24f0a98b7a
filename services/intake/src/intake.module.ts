import { Injectable, Module } from '@nestjs/common';
import { houseActor, type WallClock } from '@redress/eventing';
import {
  CHANNEL_KEYS,
  type ChannelKey,
  type ChannelKeys,
  Commands,
  CUSTOMER_LINKS,
  customerLinksProvided,
  type LinksInForce,
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
import { customerLinks } from './customer-links.decider.js';
import { customer } from './customer.decider.js';
import { CustomersController } from './customers.controller.js';
import { sameDigest } from './digests.adapter.js';
import { expectedTimes } from './expected-times.projection.js';
import { forgetInTime } from './forget-in-time.reactor.js';
import { forgetWhenClosed } from './forget-when-closed.reactor.js';
import { forgettingEffects } from './forgetting.module.js';
import { HandlingPolicyController } from './handling-policy.controller.js';
import { handlingPolicy } from './handling-policy.decider.js';
import { linkPolicyVersions } from './link-policy-versions.projection.js';
import { LinkPolicyController } from './link-policy.controller.js';
import { linkPolicy } from './link-policy.decider.js';
import { LinksController } from './links.controller.js';
import { messages } from './messages.projection.js';
import { MyComplaintController } from './my-complaint.controller.js';
import { RetentionPolicyController } from './retention-policy.controller.js';
import { retentionPolicy } from './retention-policy.decider.js';
import { steps } from './steps.projection.js';

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

/** What the edge asks before it lets a customer in by a link. */
const linksInForce = (commands: Commands): LinksInForce => ({
  holds: async (complaintId, generation) =>
    (await commands.stateOf(customerLinks, complaintId)).generation === generation,
});

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
    deciders: [complaint, caseNumbers, handlingPolicy, customer, retentionPolicy, customerLinks, linkPolicy],
    reactors: [forgetWhenClosed, forgetInTime],
    effectsBy: forgettingEffects,
    projections: [complaints, messages, steps, expectedTimes, channelKeys, linkPolicyVersions],
    controllers: [
      ComplaintsController,
      ComplaintLifeController,
      LinksController,
      MyComplaintController,
      LinkPolicyController,
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
      { provide: CUSTOMER_LINKS, inject: [Commands], useFactory: linksInForce },
      customerLinksProvided,
    ],
  }),
)
export class IntakeModule {}

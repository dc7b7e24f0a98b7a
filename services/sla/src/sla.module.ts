import { Module } from '@nestjs/common';
import { service } from '@redress/service-host';
import { breaches } from './breaches.projection.js';
import { clock } from './clock.decider.js';
import { ClocksController } from './clocks.controller.js';
import { clocks } from './clocks.projection.js';
import { followConversation } from './follow-conversation.reactor.js';
import { followTriage } from './follow-triage.reactor.js';
import { PolicyController } from './policy.controller.js';
import { slaPolicy } from './policy.decider.js';
import { policyVersions } from './policy-versions.projection.js';
import { startClocks } from './start-clocks.reactor.js';
import { watchDeadlines } from './watch-deadlines.reactor.js';

@Module(
  service({
    name: 'sla',
    deciders: [clock, slaPolicy],
    reactors: [startClocks, followTriage, followConversation, watchDeadlines],
    projections: [clocks, breaches, policyVersions],
    controllers: [ClocksController, PolicyController],
  }),
)
export class SlaModule {}

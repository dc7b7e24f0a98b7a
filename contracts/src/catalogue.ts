import type { Catalogue } from '@redress/eventing';
import * as caseReads from './access/case-read.events.js';
import * as feedReads from './access/feed-read.events.js';
import * as compensations from './compensation/compensation.events.js';
import * as reconciliations from './compensation/reconciliation.events.js';
import * as channelKeys from './directory/channel-key.events.js';
import * as people from './directory/person.events.js';
import * as teams from './directory/team.events.js';
import * as availability from './directory/availability.events.js';
import * as complaints from './intake/complaint.events.js';
import * as customers from './intake/customer.events.js';
import * as house from './intake/house.events.js';
import * as links from './intake/link.events.js';
import { type DefinedEvent, eventsIn } from './kit/index.js';
import * as notices from './notification/notice.events.js';
import * as clocks from './sla/clock.events.js';
import * as slaPolicy from './sla/policy.events.js';
import * as assessments from './triage/assessment.events.js';
import * as ownerships from './triage/ownership.events.js';
import { upcasters } from './upcasters.js';

/** Every version of every event that the platform has ever published: each `*.events.ts` stands here. */
export const publishedEvents: readonly DefinedEvent[] = eventsIn(
  caseReads,
  feedReads,
  channelKeys,
  people,
  teams,
  availability,
  complaints,
  customers,
  house,
  links,
  clocks,
  slaPolicy,
  assessments,
  ownerships,
  compensations,
  reconciliations,
  notices,
);

export const catalogue: Catalogue = { shapes: publishedEvents, upcasters };

import { Module } from '@nestjs/common';
import { customerLinksProvided, service } from '@redress/service-host';
import { carriersProvided } from './carriers.module.js';
import { compensations } from './compensations.projection.js';
import { contactPolicies } from './contact-policies.projection.js';
import { ContactPolicyController } from './contact-policy.controller.js';
import { contactPolicy } from './contact-policy.decider.js';
import { contacts } from './contacts.decider.js';
import { contactRows } from './contacts.projection.js';
import { followUp } from './follow-up.reactor.js';
import { InboxController } from './inbox.controller.js';
import { lettersProvided, noticeEffects } from './letters.module.js';
import { linkPolicies } from './link-policies.projection.js';
import { notice } from './notice.decider.js';
import { NoticesController } from './notices.controller.js';
import { notices } from './notices.projection.js';
import { people } from './people.projection.js';
import { preferences } from './preferences.decider.js';
import { preferenceRows } from './preferences.projection.js';
import { sendInTime } from './send-in-time.reactor.js';
import { spoken } from './spoken.projection.js';
import { tellColleagues } from './tell-colleagues.reactor.js';
import { tellOfHandling } from './tell-of-handling.reactor.js';
import { tellOfOutcome } from './tell-of-outcome.reactor.js';
import { tellWhatWasSaid } from './tell-what-was-said.reactor.js';
import { templateVersions } from './template-versions.projection.js';
import { TemplatesController } from './templates.controller.js';
import { templates } from './templates.decider.js';

@Module(
  service({
    name: 'notification',
    deciders: [notice, contacts, templates, contactPolicy, preferences],
    reactors: [tellOfHandling, tellWhatWasSaid, tellOfOutcome, followUp, tellColleagues, sendInTime],
    effectsBy: noticeEffects,
    projections: [
      notices,
      contactRows,
      spoken,
      compensations,
      people,
      preferenceRows,
      templateVersions,
      contactPolicies,
      linkPolicies,
    ],
    controllers: [TemplatesController, ContactPolicyController, NoticesController, InboxController],
    providers: [carriersProvided, customerLinksProvided, lettersProvided],
  }),
)
export class NotificationModule {}

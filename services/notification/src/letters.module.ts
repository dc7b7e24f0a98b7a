import type { ComplaintId } from '@redress/contracts';
import type { AnyEffect, WallClock } from '@redress/eventing';
import { CustomerLinks, Runtime, WALL_CLOCK } from '@redress/service-host';
import { CARRIERS } from './carriers.module.js';
import { Compensation } from './compensations.projection.js';
import { contactPolicy, currentPolicy } from './contact-policy.decider.js';
import { Contact } from './contacts.projection.js';
import { Letters, type Sources } from './letters.adapter.js';
import { LinkPolicyRow, linkValidDays } from './link-policies.projection.js';
import { NoticeRow } from './notices.projection.js';
import { Person } from './people.projection.js';
import { preferenceOf, PreferenceRow } from './preferences.projection.js';
import { type Carriers, sendNotices } from './send-notices.effect.js';
import { Spoken } from './spoken.projection.js';
import { TemplateVersion, textsOfVersion } from './template-versions.projection.js';
import { textFor } from './templates.decider.js';

/** Under a burst of complaints the tables are behind for a while; who tries again later tells the customer later. */
const patienceMs = 20_000;

/** Rows are looked for when a letter is written: by then the service's tables are there. */
const sourcesIn = (runtime: Runtime, links: CustomerLinks, clock: WallClock): Sources => {
  const home = () => {
    const service = runtime.services.find(({ name }) => name === 'notification');
    if (!service) throw new Error('This process does not keep the tables of notification.');
    return service;
  };
  const upToDate = async (complaintId: ComplaintId): Promise<void> => {
    const { store, bus } = runtime.adapters;
    const head = await store.head();
    const passed = await home().read?.waitFor(bus.partitionOf(complaintId), head, patienceMs);
    if (passed !== true) throw new Error('The tables that messages are written from are behind.');
  };
  return {
    upToDate,
    notice: (complaintId, noticeId) => runtime.rowsOf(NoticeRow).findOneBy({ complaintId, noticeId }),
    contact: (complaintId) => runtime.rowsOf(Contact).findOneBy({ complaintId }),
    person: (personId) => runtime.rowsOf(Person).findOneBy({ personId }),
    preference: (customerKey) => preferenceOf(runtime.rowsOf(PreferenceRow), { customerKey }),
    spoken: (complaintId, messageId) => runtime.rowsOf(Spoken).findOneBy({ complaintId, messageId }),
    compensation: (complaintId, compensationId) =>
      runtime.rowsOf(Compensation).findOneBy({ complaintId, compensationId }),
    texts: (kind, version) => textsOfVersion(runtime.rowsOf(TemplateVersion), { kind, version }),
    textFor,
    policy: () => runtime.commands.stateOf(contactPolicy, currentPolicy),
    caseLink: async ({ complaintId, linkGeneration: generation }) => {
      const days = await linkValidDays(runtime.rowsOf(LinkPolicyRow));
      const expiresAt = new Date(clock.now().getTime() + days * 86_400_000);
      const { url } = await links.make({ complaintId, generation, expiresAt });
      return { page: links.page, url };
    },
  };
};

export const lettersProvided = {
  provide: Letters,
  useFactory: (runtime: Runtime, links: CustomerLinks, clock: WallClock): Letters =>
    new Letters(sourcesIn(runtime, links, clock)),
  inject: [Runtime, CustomerLinks, WALL_CLOCK],
};

/** What goes out: written from rows, handed to who carries it. */
export const noticeEffects = {
  inject: [Letters, CARRIERS, WALL_CLOCK],
  useFactory: (letters: Letters, carriers: Carriers, clock: WallClock): readonly AnyEffect[] => [
    sendNotices({ letters, carriers, now: () => clock.now() }),
  ],
};

import { randomUUID } from 'node:crypto';
import type {
  AbsenceId,
  ComplaintId,
  ComplaintType,
  MessageId,
  Money,
  PersonId,
  Role,
  Severity,
  Tier,
} from '@redress/contracts';
import { type Decider, derivedId, event, type EventName, type NewEvent } from '@redress/eventing';
import type { Platform } from '@redress/service-host/testing';

/** Stands for other services: says whatever it is told to, as if it had happened there. */
const tellerOf = (category: string): Decider<{ Tell: NewEvent }, EventName, null> => ({
  category,
  initial: null,
  decide: { Tell: (told) => [told] },
  evolve: {} as Decider<object, EventName, null>['evolve'],
});

export interface Story {
  readonly type?: ComplaintType;
  readonly severity?: Severity;
  readonly tier?: Tier;
  readonly orderValue?: Money;
  readonly lateDays?: number;
}

export const won = (amountMinor: number): Money => ({ amountMinor, currency: 'KRW' });

/** Somebody whom `platform.as(role)` is. */
export const personOf = (role: Role): PersonId => derivedId('person', role) as PersonId;

const dayMs = 86_400_000;

/** What other services say. */
export const tellingOn = (platform: Platform) => {
  const tell = async (category: string, id: string, told: NewEvent): Promise<void> => {
    const commandId = randomUUID();
    const by = { id: randomUUID(), roles: ['agent'] };
    const ids = { commandId, correlationId: commandId, causationId: commandId };
    const sending = { decider: tellerOf(category), id, command: 'Tell', data: told };
    await platform.application.runtime.commands.dispatch(sending, {
      ...ids,
      by,
      at: platform.now(),
      historical: false,
    });
  };
  return {
    isReceived: async ({ tier, orderValue = won(50_000), lateDays }: Story = {}): Promise<ComplaintId> => {
      const complaintId = randomUUID() as ComplaintId;
      const now = platform.now();
      const promisedAt = lateDays === undefined ? {} : { promisedAt: new Date(now.getTime() - lateDays * dayMs) };
      const received = event('ComplaintReceived', {
        complaintId,
        messageId: randomUUID() as MessageId,
        caseNumber: '10000017-3',
        channel: 'web',
        receivedAt: now,
        text: '상품이 파손되어 도착했습니다.',
        missing: [],
        ...(tier && { tier }),
        order: { valueMinor: orderValue.amountMinor, currency: orderValue.currency, ...promisedAt },
      });
      await tell('intake.complaint', complaintId, received);
      return complaintId;
    },
    isTriaged: (complaintId: ComplaintId, { type = 'quality', severity = 'normal' }: Story = {}): Promise<void> =>
      tell(
        'triage.assessment',
        complaintId,
        event('ComplaintTriaged', {
          complaintId,
          type,
          severity,
          scope: 'single',
          urgency: 'normal',
          team: 'customer-service',
          triagedAt: platform.now(),
          rulesVersion: 1,
          fired: [],
        }),
      ),
    works: (personId: PersonId, ...roles: Role[]): Promise<void> =>
      tell(
        'directory.staff',
        'all',
        event('PersonAdded', { personId, username: personId, name: '이서연', locale: 'ko', roles, teams: [] }),
      ),
    isAway: (personId: PersonId, from: Date, until: Date, substituteId: PersonId): Promise<void> =>
      tell(
        'directory.staff',
        'all',
        event('AbsencePlanned', { personId, absenceId: randomUUID() as AbsenceId, from, until, substituteId }),
      ),
  };
};

/** A complaint that was received and triaged. */
export const triagedOn = async (platform: Platform, story: Story = {}): Promise<ComplaintId> => {
  const { isReceived, isTriaged } = tellingOn(platform);
  const complaintId = await isReceived(story);
  await isTriaged(complaintId, story);
  await platform.settled();
  return complaintId;
};

import { randomUUID } from 'node:crypto';
import { type ComplaintId, type MessageId } from '@redress/contracts';
import { type Decider, event, type EventName, type NewEvent } from '@redress/eventing';
import type { Platform } from '@redress/service-host/testing';

/** Stands for intake: says whatever it is told to, as if a complaint had lived through it. */
const teller: Decider<{ Tell: NewEvent }, EventName, null> = {
  category: 'intake.complaint',
  initial: null,
  decide: { Tell: (told) => [told] },
  evolve: {} as Decider<object, EventName, null>['evolve'],
};

export interface Telling {
  /** Recorded now, but it happened then. */
  readonly historically?: boolean;
}

/** A complaint, and what becomes known about it. */
export const complaintOn = (platform: Platform, complaintId = randomUUID() as ComplaintId) => {
  const tell = async (told: NewEvent, at: string, { historically = false }: Telling = {}): Promise<void> => {
    const commandId = randomUUID();
    const by = { id: randomUUID(), roles: ['agent'] };
    const cause = { commandId, by, at: new Date(at), correlationId: commandId, causationId: commandId };
    const sending = { decider: teller, id: complaintId, command: 'Tell', data: told };
    await platform.application.runtime.commands.dispatch(sending, { ...cause, historical: historically });
    await platform.settled();
  };
  const message = (at: string) => ({ complaintId, messageId: randomUUID() as MessageId, text: `…, ${at}` });
  return {
    complaintId,
    isReceived: (at: string, telling?: Telling) =>
      tell(
        event('ComplaintReceived', {
          ...message(at),
          caseNumber: '10000017-3',
          channel: 'web',
          receivedAt: new Date(at),
          missing: [],
        }),
        at,
        telling,
      ),
    isAnswered: (at: string, telling?: Telling & { readonly asking?: boolean }) =>
      tell(
        event('AgentReplied', { ...message(at), repliedAt: new Date(at), asksCustomer: telling?.asking ?? false }),
        at,
        telling,
      ),
    hearsFromCustomer: (at: string, telling?: Telling) =>
      tell(event('CustomerWrote', { ...message(at), channel: 'web', writtenAt: new Date(at) }), at, telling),
    isResolved: (at: string, telling?: Telling) =>
      tell(event('ComplaintResolved', { ...message(at), remedy: 'refund', resolvedAt: new Date(at) }), at, telling),
    isReopened: (at: string) =>
      tell(
        event('ComplaintReopened', {
          complaintId,
          messageId: randomUUID() as MessageId,
          reason: 'It broke again.',
          reopenedAt: new Date(at),
          policyVersion: 1,
        }),
        at,
      ),
    clocks: async (query = ''): Promise<readonly Record<string, unknown>[]> =>
      (await platform.as('agent').get(`/api/sla/complaints/${complaintId}/clocks${query}`)).body,
  };
};

import { randomUUID } from 'node:crypto';
import { type ComplaintId, type ComplaintReceived, type MessageId } from '@redress/contracts';
import { derivedId, event, houseActor, type NewEvent } from '@redress/eventing';
import { teller } from '@redress/eventing/testing';
import type { Platform } from '@redress/service-host/testing';

/** Says what other services would, as of an instant. */
export const telling = (platform: Platform) => {
  const tell = async (told: NewEvent, at: string, how: 'now' | 'historically' = 'now'): Promise<void> => {
    const commandId = randomUUID();
    const cause = { commandId, by: houseActor('specs'), at: new Date(at), correlationId: commandId };
    const { complaintId } = told.data as { complaintId: ComplaintId };
    const sending = { decider: teller('intake.complaint'), id: complaintId, command: 'Tell', data: told };
    const historical = how === 'historically';
    await platform.application.runtime.commands.dispatch(sending, { ...cause, causationId: commandId, historical });
  };
  return {
    tell,
    /** A complaint by its name in a spec, with what of it matters there. */
    received: async (
      name: string,
      at: string,
      more: Partial<ComplaintReceived> = {},
      how: 'now' | 'historically' = 'now',
    ): Promise<ComplaintId> => {
      const complaintId = derivedId('complaint', name) as ComplaintId;
      const messageId = derivedId('message', name) as MessageId;
      const told = {
        complaintId,
        messageId,
        caseNumber: name,
        channel: 'web',
        text: '…',
        missing: [],
        ...more,
      } as const;
      await tell(event('ComplaintReceived', { ...told, receivedAt: new Date(at) }), at, how);
      return complaintId;
    },
    messageId: (name: string): MessageId => derivedId('message', name) as MessageId,
  };
};

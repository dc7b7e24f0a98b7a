import { randomUUID } from 'node:crypto';
import type { EventToAppend } from '@redress/eventing';

/** As large as a complaint usually is. */
export const exampleData = JSON.stringify({ complaintId: randomUUID(), text: `1.${'c'.repeat(400)}` });

export const exampleEvent = (): EventToAppend => {
  const id = randomUUID();
  return {
    id,
    type: 'intake.ComplaintReceived',
    version: 1,
    data: exampleData,
    metadata: {
      occurredAt: '2026-03-02T09:00:00.000Z',
      recordedAt: '2026-03-02T09:00:00.000Z',
      by: { id: 'bench', roles: ['agent'] },
      commandId: id,
      key: id,
      correlationId: id,
      causationId: id,
    },
  };
};

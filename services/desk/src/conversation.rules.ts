import { type ComplaintId, type MessageId, type MessageKind, MessageShown } from '@redress/contracts';
import { foldRows, projection, type Recorded } from '@redress/eventing';

class Said extends MessageShown {
  complaintId!: ComplaintId;
}

interface Saying {
  readonly complaintId: ComplaintId;
  readonly messageId: MessageId;
  readonly text?: string | null;
  readonly reason?: string | null;
}

const entry = (kind: MessageKind, { complaintId, messageId, ...words }: Saying, at: Date, { by }: Recorded): Said => {
  const text = words.text ?? words.reason ?? null;
  return { complaintId, messageId, kind, by: by.id, at, asksCustomer: false, ...(text !== null && { text }) };
};

const said = projection<Said, 'complaintId' | 'messageId'>({
  name: 'desk.conversation',
  table: Said,
  key: ['complaintId', 'messageId'],
  on: {
    ComplaintReceived: (_, data, event) => entry('complaint', data, data.receivedAt, event),
    CustomerWrote: (_, data, event) => entry('customer', data, data.writtenAt, event),
    AgentReplied: (_, data, event) => ({
      ...entry('reply', data, data.repliedAt, event),
      asksCustomer: data.asksCustomer,
    }),
    NoteAdded: (_, data, event) => entry('note', data, data.notedAt, event),
    SolutionProposed: (_, data, event) => entry('solution', data, data.proposedAt, event),
    SolutionDeclined: (_, data, event) => entry('decline', data, data.declinedAt, event),
    ComplaintResolved: (_, data, event) => entry('resolution', data, data.resolvedAt, event),
    ComplaintReopened: (_, data, event) => entry('reopening', data, data.reopenedAt, event),
  },
});

/** In the order in which it was said: imported messages may have been recorded in another. */
export const conversationIn = (history: readonly Recorded[]): readonly MessageShown[] =>
  foldRows(said, history)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ complaintId: _, ...message }) => message);

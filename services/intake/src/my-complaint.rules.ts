import type {
  ComplaintId,
  MessageId,
  MessageKind,
  Metric,
  MyComplaintShown,
  MyMessageKind,
  MyMessageShown,
  MySolutionShown,
  Phase,
  Remedy,
  RequiredFact,
  StepShown,
} from '@redress/contracts';

/** What stands in the lists about a complaint, as far as its customer may see it. */
export interface ComplaintSeen {
  readonly complaintId: ComplaintId;
  readonly caseNumber: string;
  readonly phase: Phase;
  readonly waitingForCustomer: boolean;
  readonly subject: string | null;
  readonly orderNumber: string | null;
  readonly productCode: string | null;
  readonly remedySought: Remedy | null;
  readonly missing: readonly RequiredFact[];
}

export interface Said {
  readonly messageId: MessageId;
  readonly kind: MessageKind;
  readonly at: Date;
  readonly text: string | null;
  readonly asksCustomer: boolean;
}

/** The solution that was proposed last, and which of the messages says it. */
export interface Proposal extends Omit<MySolutionShown, 'text'> {
  readonly messageId: MessageId | null;
}

/** What the customer's page is put together from. */
export interface Known {
  readonly complaint: ComplaintSeen;
  readonly steps: readonly StepShown[];
  readonly proposal: Proposal | undefined;
  /** In the order in which it was said. */
  readonly said: readonly Said[];
  /** What is still owed, and by when. */
  readonly owed: Readonly<Partial<Record<Metric, Date>>>;
}

/** Whose words each kind of entry is. Notes are not among them: they stay among colleagues. */
const speakers: Readonly<Record<MyMessageKind, MyMessageShown['from']>> = {
  complaint: 'customer',
  customer: 'customer',
  reply: 'house',
  solution: 'house',
  decline: 'customer',
  resolution: 'house',
  reopening: 'customer',
};

const isShown = (kind: MessageKind): kind is MyMessageKind => Object.hasOwn(speakers, kind);

/** A complaint as its customer may see it: no note, no colleague's id, nothing that only the shop knows. */
export const myComplaintShown = ({ complaint, steps, proposal, said, owed }: Known): MyComplaintShown => ({
  complaintId: complaint.complaintId,
  caseNumber: complaint.caseNumber,
  phase: complaint.phase,
  waitingForCustomer: complaint.waitingForCustomer,
  steps,
  ...(owed['first-response'] && { firstAnswerBy: owed['first-response'] }),
  ...(owed.resolution && { resolutionBy: owed.resolution }),
  ...(complaint.subject !== null && { subject: complaint.subject }),
  ...(complaint.orderNumber !== null && { orderNumber: complaint.orderNumber }),
  ...(complaint.productCode !== null && { productCode: complaint.productCode }),
  ...(complaint.remedySought !== null && { remedySought: complaint.remedySought }),
  missing: complaint.missing,
  ...(proposal && { solution: withWords(proposal, said) }),
  messages: said.flatMap(messageIn),
});

const withWords = ({ messageId, ...proposal }: Proposal, said: readonly Said[]): MySolutionShown => {
  const text = said.find((one) => one.messageId === messageId)?.text ?? null;
  return { ...proposal, ...(text !== null && { text }) };
};

const messageIn = ({ messageId, kind, at, text, asksCustomer }: Said): readonly MyMessageShown[] =>
  isShown(kind) ? [{ messageId, kind, from: speakers[kind], at, asksCustomer, ...(text !== null && { text }) }] : [];

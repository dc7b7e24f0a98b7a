import type { ComplaintId, MessageId, ProposalId } from '@redress/contracts';
import { type EventName, fold, type NewEvent, type Refusal } from '@redress/eventing';
import fc from 'fast-check';
import { complaint, type Complaint } from './complaint.decider.js';

const complaintId = '6f8e0000-0000-5000-8000-000000000001' as ComplaintId;
const entry = { complaintId, messageId: '6f8e0000-0000-5000-8000-000000000002' as MessageId };
const told = { channel: 'web', text: 'It leaks.' };

const data: Readonly<Record<keyof typeof complaint.decide, object>> = {
  ReceiveComplaint: { ...entry, given: told, customerKey: undefined, receivedAt: new Date(0) },
  AssignRequest: { requestId: complaintId, assignedTo: complaintId },
  WriteAsCustomer: { ...entry, channel: 'mail', text: 'Hello?', reopeningId: entry.messageId },
  ReplyToCustomer: { ...entry, text: 'Hello.', asksCustomer: true },
  AddNote: { ...entry, text: 'Hm.' },
  ProposeSolution: { ...entry, proposalId: complaintId as string as ProposalId, remedy: 'refund', text: 'Money.' },
  AcceptSolution: { complaintId },
  DeclineSolution: { ...entry, reason: 'No.' },
  ResolveComplaint: { ...entry, remedy: 'refund', text: 'Done.' },
  ConfirmResolution: { complaintId },
  ReopenComplaint: { ...entry, reason: 'Not done.' },
  CloseComplaint: { complaintId },
  GiveFacts: { complaintId, orderNumber: 'O-1' },
};

interface Step {
  readonly command: keyof typeof data;
  readonly hours: number;
}

const steps = fc.array(
  fc.record<Step>({
    command: fc.constantFrom(...(Object.keys(data) as (keyof typeof data)[])),
    hours: fc.integer({ min: 0, max: 24 * 40 }),
  }),
  { maxLength: 60 },
);

type Decide = (data: object, state: Complaint, circumstances: object) => readonly NewEvent[] | Refusal;

const play = (
  script: readonly Step[],
): { readonly history: readonly NewEvent[]; readonly states: readonly Complaint[] } => {
  let state = complaint.initial;
  let at = new Date('2026-03-02T09:00:00Z');
  const history: NewEvent[] = [];
  const states: Complaint[] = [];
  for (const [number, { command, hours }] of script.entries()) {
    at = new Date(at.getTime() + hours * 3_600_000);
    const decide = complaint.decide[command] as unknown as Decide;
    const circumstances = { at, by: { id: 'x', roles: [] }, policy: { version: 1, reopenWithinDays: 30 } };
    const outcome = decide({ ...data[command], caseNumber: `number-${number}` }, state, circumstances);
    if ('refused' in outcome) continue;
    history.push(...outcome);
    state = fold(complaint, outcome, state);
    states.push(state);
  }
  return { history, states };
};

const lastOf = (history: readonly NewEvent[], ...types: readonly EventName[]): number =>
  history.findLastIndex(({ type }) => types.includes(type));

const holds = (claim: (script: ReturnType<typeof play>) => boolean): void =>
  fc.assert(
    fc.property(steps, (script) => claim(play(script))),
    { numRuns: 500 },
  );

describe('Whatever anybody asks of a complaint', () => {
  it('it is received once, and keeps its first case number', () =>
    holds(({ history, states }) => {
      const numbers = states.flatMap((state) => (state.kind === 'absent' ? [] : state.caseNumber));
      return history.filter(({ type }) => type === 'ComplaintReceived').length <= 1 && new Set(numbers).size <= 1;
    }));

  it('nothing happens to it before it is received', () =>
    holds(({ history }) => {
      const own = history.filter(({ type }) => type !== 'RequestAssigned');
      return own.length === 0 || own[0]?.type === 'ComplaintReceived';
    }));

  it('closed, it has been resolved since it was last opened', () =>
    holds(({ history, states }) => {
      if (states.at(-1)?.kind !== 'closed') return true;
      return lastOf(history, 'ComplaintResolved') > lastOf(history, 'ComplaintReceived', 'ComplaintReopened');
    }));

  it('no solution is accepted or declined that was not proposed before', () =>
    holds(({ history }) => {
      let isWaiting = false;
      return history.every(({ type }) => {
        const answers = type === 'SolutionAccepted' || type === 'SolutionDeclined';
        const fits = !answers || isWaiting;
        if (type === 'SolutionProposed') isWaiting = true;
        if (answers || type === 'ComplaintResolved') isWaiting = false;
        return fits;
      });
    }));

  it('every message of the customer is kept once it is received', () =>
    fc.assert(
      fc.property(steps, (script) => {
        const withMessages = script.flatMap((step) => [step, { command: 'WriteAsCustomer' as const, hours: 0 }]);
        const { history } = play([{ command: 'ReceiveComplaint', hours: 0 }, ...withMessages]);
        const asked = withMessages.filter(({ command }) => command === 'WriteAsCustomer').length;
        return history.filter(({ type }) => type === 'CustomerWrote').length === asked;
      }),
    ));

  it('its state follows from its history alone', () =>
    holds(({ history, states }) => {
      const folded = fold(complaint, history);
      return JSON.stringify(folded) === JSON.stringify(states.at(-1) ?? complaint.initial);
    }));
});

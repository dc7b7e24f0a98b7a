import type {
  Channel,
  ComplaintGiven,
  ComplaintId,
  CustomerKey,
  MessageId,
  ProposalId,
  Remedy,
  RequiredFact,
} from '@redress/contracts';
import { type Decider, event, inForce, type Refusal, refuse } from '@redress/eventing';
import { factsGiven, missingFacts } from './complaint-given.rules.js';
import { handlingPolicy, mayReturn } from './handling-policy.decider.js';
import { contradicted, type LaterFacts, newFacts, stillMissing } from './later-facts.rules.js';

interface OfComplaint {
  readonly complaintId: ComplaintId;
}
interface InConversation extends OfComplaint {
  readonly messageId: MessageId;
}

interface Commands {
  ReceiveComplaint: InConversation & {
    readonly caseNumber: string;
    readonly given: ComplaintGiven;
    readonly customerKey: CustomerKey | undefined;
    readonly receivedAt: Date;
  };
  /** Sent to the stream of the complaint that the request would have made, had it not named another by its reference. */
  AssignRequest: { readonly requestId: string; readonly assignedTo: ComplaintId };
  WriteAsCustomer: InConversation & {
    readonly channel: Channel;
    readonly text: string;
    /** Of the entry that says so, should the message reopen the complaint. */
    readonly reopeningId: MessageId;
  };
  ReplyToCustomer: InConversation & { readonly text: string; readonly asksCustomer: boolean };
  AddNote: InConversation & { readonly text: string };
  ProposeSolution: InConversation & { readonly proposalId: ProposalId; readonly remedy: Remedy; readonly text: string };
  AcceptSolution: OfComplaint;
  DeclineSolution: InConversation & { readonly reason: string | undefined };
  ResolveComplaint: InConversation & { readonly remedy: Remedy; readonly text: string };
  ConfirmResolution: OfComplaint;
  ReopenComplaint: InConversation & { readonly reason: string };
  CloseComplaint: OfComplaint;
  GiveFacts: OfComplaint & LaterFacts;
}

type Events =
  | 'ComplaintReceived'
  | 'RequestAssigned'
  | 'CustomerWrote'
  | 'AgentReplied'
  | 'NoteAdded'
  | 'SolutionProposed'
  | 'SolutionAccepted'
  | 'SolutionDeclined'
  | 'ComplaintResolved'
  | 'ResolutionConfirmed'
  | 'ComplaintReopened'
  | 'ComplaintClosed'
  | 'FactsGiven';

type Reason =
  | 'no-such-complaint'
  | 'complaint-closed'
  | 'complaint-open'
  | 'already-resolved'
  | 'not-resolved'
  | 'no-solution-proposed'
  | 'solution-accepted'
  | 'reopen-window-over'
  | 'fact-known';

/** What was answered when it was received, and is answered again whenever it comes in again; and the facts as they are now. */
interface Receipt {
  readonly caseNumber: string;
  readonly missing: readonly RequiredFact[];
  readonly facts: LaterFacts;
}

/** Named like the phases that people see. */
export type Complaint =
  | { readonly kind: 'absent' }
  | ({ readonly kind: 'received' | 'in-progress' | 'solution-declined' | 'resolved' | 'confirmed' } & Receipt)
  | ({ readonly kind: 'solution-proposed' | 'solution-accepted'; readonly proposalId: ProposalId } & Receipt)
  | ({ readonly kind: 'closed'; readonly closedAt: Date } & Receipt);

type Known = Exclude<Complaint, { readonly kind: 'absent' }>;

const policy = inForce(handlingPolicy);

/** A complaint's own life: what was said, what was proposed, how it ended. */
export const complaint: Decider<Commands, Events, Complaint, Reason, { policy: typeof policy }> = {
  category: 'intake.complaint',
  initial: { kind: 'absent' },
  facts: { policy },

  decide: {
    ReceiveComplaint: ({ complaintId, messageId, caseNumber, given, customerKey, receivedAt }, state) => {
      if (state.kind !== 'absent') return [];
      const facts = { ...factsGiven(given, customerKey), missing: missingFacts(given) };
      return [event('ComplaintReceived', { complaintId, messageId, caseNumber, receivedAt, ...facts })];
    },

    AssignRequest: (assignment) => [event('RequestAssigned', assignment)],

    /** Nothing that a customer says is lost, whatever the phase; soon after closing it is also a reason to open it again. */
    WriteAsCustomer: ({ complaintId, messageId, channel, text, reopeningId }, state, { at, policy }) => {
      if (state.kind === 'absent') return unknown;
      const wrote = event('CustomerWrote', { complaintId, messageId, channel, text, writtenAt: at });
      if (state.kind !== 'closed' || !mayReturn(policy, state.closedAt, at)) return [wrote];
      const reopened = { complaintId, messageId: reopeningId, reopenedAt: at, policyVersion: policy.version };
      return [wrote, event('ComplaintReopened', reopened)];
    },

    ReplyToCustomer: ({ complaintId, messageId, text, asksCustomer }, state, { at }) =>
      refusedUnlessOpen(state) ?? [
        event('AgentReplied', { complaintId, messageId, text, asksCustomer, repliedAt: at }),
      ],

    AddNote: ({ complaintId, messageId, text }, state, { at }) =>
      state.kind === 'absent' ? unknown : [event('NoteAdded', { complaintId, messageId, text, notedAt: at })],

    ProposeSolution: ({ complaintId, messageId, proposalId, remedy, text }, state, { at }) => {
      if (state.kind === 'solution-accepted')
        return refuse(
          'solution-accepted',
          'The customer has accepted a solution: carry it out and resolve the complaint.',
        );
      const proposed = { complaintId, messageId, proposalId, remedy, text, proposedAt: at };
      return refusedUnlessUnresolved(state) ?? [event('SolutionProposed', proposed)];
    },

    AcceptSolution: ({ complaintId }, state, { at }) => {
      if (state.kind === 'solution-accepted') return [];
      if (state.kind !== 'solution-proposed') return refusedUnlessUnresolved(state) ?? nothingProposed;
      return [event('SolutionAccepted', { complaintId, proposalId: state.proposalId, acceptedAt: at })];
    },

    DeclineSolution: ({ complaintId, messageId, reason }, state, { at }) => {
      if (state.kind === 'solution-accepted')
        return refuse('solution-accepted', 'The customer has accepted this solution.');
      if (state.kind !== 'solution-proposed') return refusedUnlessUnresolved(state) ?? nothingProposed;
      const declined = { complaintId, messageId, proposalId: state.proposalId, declinedAt: at };
      return [event('SolutionDeclined', reason === undefined ? declined : { ...declined, reason })];
    },

    ResolveComplaint: ({ complaintId, messageId, remedy, text }, state, { at }) =>
      refusedUnlessUnresolved(state) ?? [
        event('ComplaintResolved', { complaintId, messageId, remedy, text, resolvedAt: at }),
      ],

    ConfirmResolution: ({ complaintId }, state, { at }) => {
      if (state.kind === 'confirmed') return [];
      if (state.kind !== 'resolved') return refusedUnlessOpen(state) ?? notResolved;
      return [event('ResolutionConfirmed', { complaintId, confirmedAt: at })];
    },

    ReopenComplaint: ({ complaintId, messageId, reason }, state, { at, policy }) => {
      if (state.kind === 'absent') return unknown;
      if (!isResolved(state)) return refuse('complaint-open', 'This complaint is open: there is nothing to reopen.');
      if (state.kind === 'closed' && !mayReturn(policy, state.closedAt, at))
        return refuse(
          'reopen-window-over',
          `A complaint can be reopened within ${policy.reopenWithinDays} days of its closing. Take in a new one.`,
        );
      const reopened = { complaintId, messageId, reason, reopenedAt: at, policyVersion: policy.version };
      return [event('ComplaintReopened', reopened)];
    },

    CloseComplaint: ({ complaintId }, state, { at }) => {
      if (state.kind === 'absent') return unknown;
      if (state.kind === 'closed') return [];
      return isResolved(state) ? [event('ComplaintClosed', { complaintId, closedAt: at })] : notResolved;
    },

    /** In whatever phase: what is known better later helps whoever looks at the complaint then. */
    GiveFacts: ({ complaintId, ...given }, state, { at }) => {
      if (state.kind === 'absent') return unknown;
      const other = contradicted(state.facts, given);
      if (other) return refuse('fact-known', `The ${other} of this complaint is known, and it is another one.`);
      const facts = newFacts(state.facts, given);
      if (Object.keys(facts).length === 0) return [];
      return [event('FactsGiven', { complaintId, ...facts, missing: stillMissing(state.missing, facts), givenAt: at })];
    },
  },

  evolve: {
    ComplaintReceived: (_, { caseNumber, missing, order, productCode }) => ({
      kind: 'received',
      caseNumber,
      missing,
      facts: { orderNumber: order?.number, productCode },
    }),
    RequestAssigned: (state) => state,
    CustomerWrote: (state) => state,
    AgentReplied: (state) => (state.kind === 'received' ? { ...state, kind: 'in-progress' } : state),
    NoteAdded: (state) => state,
    SolutionProposed: (state, { proposalId }) =>
      known(state, (receipt) => ({ kind: 'solution-proposed', proposalId, ...receipt })),
    SolutionAccepted: (state, { proposalId }) =>
      known(state, (receipt) => ({ kind: 'solution-accepted', proposalId, ...receipt })),
    SolutionDeclined: (state) => known(state, (receipt) => ({ kind: 'solution-declined', ...receipt })),
    ComplaintResolved: (state) => known(state, (receipt) => ({ kind: 'resolved', ...receipt })),
    ResolutionConfirmed: (state) => known(state, (receipt) => ({ kind: 'confirmed', ...receipt })),
    ComplaintReopened: (state) => known(state, (receipt) => ({ kind: 'in-progress', ...receipt })),
    ComplaintClosed: (state, { closedAt }) => known(state, (receipt) => ({ kind: 'closed', closedAt, ...receipt })),
    FactsGiven: (state, { missing, ...given }) =>
      state.kind === 'absent'
        ? state
        : { ...state, missing, facts: { ...state.facts, ...newFacts(state.facts, given) } },
  },
};

const unknown = refuse('no-such-complaint', 'There is no such complaint.');
const nothingProposed = refuse('no-solution-proposed', 'No solution waits for the customer’s answer.');
const notResolved = refuse('not-resolved', 'This complaint has not been resolved yet.');

const isResolved = ({ kind }: Known): boolean => kind === 'resolved' || kind === 'confirmed' || kind === 'closed';

const refusedUnlessOpen = (state: Complaint): Refusal<Reason> | undefined => {
  if (state.kind === 'absent') return unknown;
  return state.kind === 'closed' ? refuse('complaint-closed', 'This complaint is closed. Reopen it first.') : undefined;
};

const refusedUnlessUnresolved = (state: Complaint): Refusal<Reason> | undefined =>
  refusedUnlessOpen(state) ??
  (state.kind === 'resolved' || state.kind === 'confirmed'
    ? refuse('already-resolved', 'This complaint has been resolved. Reopen it first.')
    : undefined);

const known = (state: Complaint, next: (receipt: Receipt) => Known): Complaint =>
  state.kind === 'absent' ? state : next({ caseNumber: state.caseNumber, missing: state.missing, facts: state.facts });

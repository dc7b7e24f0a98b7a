import type { PayoutRefusal, PersonId } from '@redress/contracts';
import { type Decider, event, inForce, lookup, refuse } from '@redress/eventing';
import { holderFor, unpayable } from './approval.rules.js';
import { authority } from './authority.decider.js';
import {
  instead,
  noSuch,
  nothingKnown,
  notWaiting,
  type OfCompensation,
  type OfComplaint,
  ordered,
  paying,
  priced,
  proposing,
  said,
  underWay,
  worth,
} from './claim-words.rules.js';
import {
  changed,
  type Claim,
  type Compensation,
  compensationIn,
  isSameOffer,
  nothingYet,
  type Unfit,
  unfit,
  type Wanted,
} from './claim.rules.js';
import { Colleague, standInsOf } from './colleagues.projection.js';
import { tariff } from './tariff.decider.js';
import { type Known, optionsFor } from './tariff.rules.js';

/** What the payment system knows it by. */
interface OfPayout extends OfCompensation {
  readonly reference: string;
}

interface Commands {
  DeriveOptions: OfComplaint & { readonly known: Known };
  ProposeOption: OfCompensation & { readonly ruleId: string };
  ProposeException: OfCompensation & Wanted & { readonly reason: string };
  /** Of imported history: it was proposed, approved and paid then, under that reference. */
  RecordPaid: OfPayout & Wanted & { readonly reason: string | undefined };
  ApproveCompensation: OfCompensation & { readonly approverId: PersonId };
  DeclineCompensation: OfCompensation & { readonly approverId: PersonId; readonly reason: string | undefined };
  WithdrawProposal: OfCompensation;
  OrderPayout: OfCompensation & { readonly attempt: number };
  RetryPayout: OfCompensation;
  NotePaid: OfPayout & { readonly paidAt: Date };
  NoteRefused: OfPayout & { readonly refusal: PayoutRefusal; readonly failedAt: Date };
  OrderReversal: OfCompensation & { readonly reason: string };
  NoteReversed: OfPayout & { readonly reversedAt: Date };
}

type Events =
  | 'OptionsDerived'
  | 'CompensationProposed'
  | 'ApprovalRequested'
  | 'ApprovalGiven'
  | 'CompensationApproved'
  | 'CompensationDeclined'
  | 'BudgetAsked'
  | 'PayoutOrdered'
  | 'CompensationPaid'
  | 'PayoutFailed'
  | 'ReversalOrdered'
  | 'CompensationReversed';

type Reason =
  | Unfit
  | 'no-such-compensation'
  | 'no-such-option'
  | 'nothing-known'
  | 'no-authority'
  | 'above-every-limit'
  | 'own-proposal'
  | 'approved-by-you'
  | 'above-your-limit'
  | 'not-your-proposal'
  | 'not-waiting'
  | 'not-failed'
  | 'not-paid'
  | 'paid-before-import';

const facts = {
  tariff: inForce(tariff),
  authority: inForce(authority),
  standIns: lookup(Colleague, standInsOf),
};

/** All compensations of one complaint: guards over their sum need one stream. */
export const claim: Decider<Commands, Events, Claim, Reason, typeof facts> = {
  category: 'compensation.complaint',
  initial: nothingYet,
  facts,

  decide: {
    DeriveOptions: ({ complaintId, known }, state, { at, tariff: { version, rules } }) => {
      const { orderValue } = known;
      const options = optionsFor(rules, known, at);
      if (state.tariffVersion > 0 && isSameOffer(state, { orderValue, options })) return [];
      const derived = { complaintId, tariffVersion: version, derivedAt: at, options };
      return [event('OptionsDerived', orderValue ? { ...derived, orderValue } : derived)];
    },

    ProposeOption: ({ ruleId, ...id }, state, { at, by, authority: policy }) => {
      if (compensationIn(state, id.compensationId)) return [];
      if (state.tariffVersion === 0) return nothingKnown;
      const option = state.options.find((one) => one.ruleId === ruleId);
      if (!option) return refuse('no-such-option', 'The tariff does not offer this for the complaint.');
      const { kind, amount } = option;
      const proposed = { ...said(id, { kind, amount }, state.tariffVersion, at, by.id), ruleId, isException: false };
      return unfit(state, option) ?? proposing(proposed, policy);
    },

    /** Also where the tariff offers nothing: somebody with the authority for it decides. */
    ProposeException: ({ kind, amount, reason, ...id }, state, { at, by, authority: policy }) => {
      if (compensationIn(state, id.compensationId)) return [];
      if (state.tariffVersion === 0) return nothingKnown;
      const proposed = said(id, { kind, amount }, state.tariffVersion, at, by.id);
      return unfit(state, { kind, amount }) ?? proposing({ ...proposed, isException: true, reason }, policy);
    },

    /** It has happened: no guard can undo it, and nothing is ordered. */
    RecordPaid: ({ kind, amount, reference, reason, ...id }, state, { at, by, tariff: { version }, authority }) => {
      if (compensationIn(state, id.compensationId)) return [];
      const proposed = { ...said(id, { kind, amount }, version, at, by.id), isException: true };
      const approved = { ...id, approvedAt: at, isAutomatic: false, authorityVersion: authority.version };
      return [
        event('CompensationProposed', reason === undefined ? proposed : { ...proposed, reason }),
        event('CompensationApproved', approved),
        event('CompensationPaid', { ...id, reference, paidAt: at, ...worth({ kind, amount }) }),
      ];
    },

    ApproveCompensation: ({ approverId, ...id }, state, { at, by, authority: policy, standIns }) => {
      const known = compensationIn(state, id.compensationId);
      if (!known) return noSuch;
      if (known.approvals.some((given) => given.approverId === approverId) && known.stage !== 'waiting') return [];
      if (known.stage !== 'waiting') return notWaiting(known);
      const holder = holderFor(policy, { ...asOf(known), approver: { personId: approverId, ...by }, standIns, at });
      if ('refused' in holder) return holder;
      const given = event('ApprovalGiven', { ...id, approverId, approvedAt: at, ...instead(approverId, holder) });
      if (known.approvals.length + 1 < known.approvalsNeeded) return [given];
      const approved = { ...id, approvedAt: at, isAutomatic: false, authorityVersion: policy.version };
      return [given, event('CompensationApproved', approved), paying(id, known, policy, at)];
    },

    /** As long as nothing was ordered, which a budget may hold up. */
    DeclineCompensation: ({ approverId, reason, ...id }, state, { at, by, authority: policy, standIns }) => {
      const known = compensationIn(state, id.compensationId);
      if (!known) return noSuch;
      if (known.stage === 'declined') return [];
      if (known.stage !== 'waiting' && known.stage !== 'approved') return notWaiting(known);
      const approver = { personId: approverId, ...by };
      const holder = holderFor(policy, { ...asOf(known), given: [], approver, standIns, at });
      if ('refused' in holder) return holder;
      const declined = { ...id, declinedAt: at, declinedBy: approverId };
      return [event('CompensationDeclined', reason === undefined ? declined : { ...declined, reason })];
    },

    WithdrawProposal: (id, state, { at, by }) => {
      const known = compensationIn(state, id.compensationId);
      if (!known) return noSuch;
      if (by.id !== known.proposedBy)
        return refuse('not-your-proposal', 'Only who proposed something may withdraw it; others decline it.');
      if (known.stage === 'declined') return [];
      if (known.stage !== 'waiting') return notWaiting(known);
      return [event('CompensationDeclined', { ...id, declinedAt: at, declinedBy: known.proposedBy })];
    },

    OrderPayout: ({ attempt, ...id }, state, { at }) => {
      const known = compensationIn(state, id.compensationId);
      return known?.stage === 'approved' && known.attempt === attempt ? [ordered(id, known, attempt, at)] : [];
    },

    /** Under another reference: what was refused under the first is refused for good. */
    RetryPayout: (id, state, { at, authority: policy }) => {
      const known = compensationIn(state, id.compensationId);
      if (!known) return noSuch;
      if (known.attempt > 1 && (known.stage === 'approved' || known.stage === 'ordered')) return [];
      if (known.stage !== 'failed') return refuse('not-failed', `No payout of it has failed: it is ${known.stage}.`);
      const again = { ...known, attempt: known.attempt + 1 };
      return unfit(state, known) ?? unpayable(policy, known.amount) ?? [paying(id, again, policy, at)];
    },

    NotePaid: ({ reference, paidAt, ...id }, state) => {
      const known = underWay(state, id, reference);
      if (known?.stage !== 'ordered') return [];
      return [event('CompensationPaid', { ...id, reference, paidAt, ...worth(known) })];
    },

    NoteRefused: ({ reference, refusal, failedAt, ...id }, state) =>
      underWay(state, id, reference)?.stage === 'ordered'
        ? [event('PayoutFailed', { ...id, reference, refusal, failedAt })]
        : [],

    OrderReversal: ({ reason, ...id }, state, { at }) => {
      const known = compensationIn(state, id.compensationId);
      if (!known) return noSuch;
      if (known.stage === 'reversing' || known.stage === 'reversed') return [];
      if (known.stage !== 'paid' || known.reference === undefined)
        return refuse('not-paid', `Only what was paid can be taken back: it is ${known.stage}.`);
      if (known.imported)
        return refuse('paid-before-import', 'It was paid elsewhere, before it was imported: it is taken back there.');
      return [event('ReversalOrdered', { ...id, reference: known.reference, orderedAt: at, reason })];
    },

    NoteReversed: ({ reference, reversedAt, ...id }, state) => {
      const known = underWay(state, id, reference);
      if (known?.stage !== 'reversing') return [];
      return [event('CompensationReversed', { ...id, reference, reversedAt, ...priced(known) })];
    },
  },

  evolve: {
    OptionsDerived: (state, { tariffVersion, orderValue, options }) => ({
      ...state,
      tariffVersion,
      orderValue,
      options,
    }),
    CompensationProposed: (state, { compensationId, kind, amount, proposedBy }) => {
      const nothing = { approvalsNeeded: 0, roles: [], approvals: [], attempt: 1, budgetId: undefined };
      const rest = { ...nothing, reference: undefined, imported: false };
      const proposal: Compensation = { stage: 'waiting', kind, amount, proposedBy, ...rest };
      return { ...state, compensations: { ...state.compensations, [compensationId]: proposal } };
    },
    ApprovalRequested: (state, { compensationId, approvalsNeeded, roles }) =>
      changed(state, compensationId, { approvalsNeeded, roles }),
    ApprovalGiven: (state, { compensationId, approverId, substituteFor }) => {
      const before = compensationIn(state, compensationId)?.approvals ?? [];
      const given = { approverId, holderId: substituteFor ?? approverId };
      return changed(state, compensationId, { approvals: [...before, given] });
    },
    CompensationApproved: (state, { compensationId }) => changed(state, compensationId, { stage: 'approved' }),
    CompensationDeclined: (state, { compensationId }) => changed(state, compensationId, { stage: 'declined' }),
    BudgetAsked: (state, { compensationId, budgetId, attempt }) =>
      changed(state, compensationId, { stage: 'approved', budgetId, attempt }),
    PayoutOrdered: (state, { compensationId, reference, attempt }) =>
      changed(state, compensationId, { stage: 'ordered', reference, attempt }),
    CompensationPaid: (state, { compensationId, reference }) => {
      const imported = compensationIn(state, compensationId)?.stage !== 'ordered';
      return changed(state, compensationId, { stage: 'paid', reference, imported });
    },
    PayoutFailed: (state, { compensationId }) => changed(state, compensationId, { stage: 'failed' }),
    ReversalOrdered: (state, { compensationId }) => changed(state, compensationId, { stage: 'reversing' }),
    CompensationReversed: (state, { compensationId }) => changed(state, compensationId, { stage: 'reversed' }),
  },
};

const asOf = ({ amount, proposedBy, approvals }: Compensation) => ({ amount, proposedBy, given: approvals });

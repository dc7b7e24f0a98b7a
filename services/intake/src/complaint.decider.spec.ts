import type { ComplaintGiven, ComplaintId, MessageId, ProposalId } from '@redress/contracts';
import { event } from '@redress/eventing';
import { specify } from '@redress/eventing/testing';
import { complaint } from './complaint.decider.js';

const complaintId = '6f8e0000-0000-5000-8000-000000000001' as ComplaintId;
const messageId = '6f8e0000-0000-5000-8000-000000000002' as MessageId;
const reopeningId = '6f8e0000-0000-5000-8000-000000000003' as MessageId;
const proposalId = '6f8e0000-0000-5000-8000-000000000004' as ProposalId;
const day = (number: number): Date => new Date(Date.UTC(2026, 2, number, 9));
const entry = { complaintId, messageId };
const known = { policy: { version: 4, reopenWithinDays: 30 } };

const told: ComplaintGiven = {
  channel: 'web',
  text: 'The kettle leaks.',
  customer: { id: 'c-1', email: 'k@example.com' },
};
const receipt = { caseNumber: '10000000-6', missing: ['order-number', 'product-code'] as const };
const received = event('ComplaintReceived', {
  ...entry,
  ...receipt,
  channel: 'web',
  text: 'The kettle leaks.',
  customerId: 'c-1',
  customerEmail: 'k@example.com',
  receivedAt: day(1),
});
const replied = event('AgentReplied', { ...entry, text: null, asksCustomer: false, repliedAt: day(2) });
const proposed = event('SolutionProposed', {
  ...entry,
  proposalId,
  remedy: 'exchange',
  text: null,
  proposedAt: day(2),
});
const accepted = event('SolutionAccepted', { complaintId, proposalId, acceptedAt: day(3) });
const declined = event('SolutionDeclined', { ...entry, proposalId, declinedAt: day(3) });
const resolved = event('ComplaintResolved', { ...entry, remedy: 'exchange', text: null, resolvedAt: day(4) });
const confirmed = event('ResolutionConfirmed', { complaintId, confirmedAt: day(5) });
const closed = event('ComplaintClosed', { complaintId, closedAt: day(6) });
const factsGiven = event('FactsGiven', {
  complaintId,
  orderNumber: 'O-1',
  missing: ['product-code'],
  givenAt: day(7),
});
const reopened = { reopenedAt: day(7), policyVersion: 4 };

const given = specify(complaint);
const receive = { ...entry, caseNumber: '10000000-6', given: told, customerKey: undefined, receivedAt: day(1) };
const wrote = { ...entry, channel: 'mail' as const, text: 'Still leaking.', reopeningId };
const resolve = { ...entry, remedy: 'exchange' as const, text: 'A new one is on its way.' };

describe('A complaint', () => {
  it('is received with what is missing', () => given().when('ReceiveComplaint', receive, day(1), known).then(received));

  it('is received once, whatever number it would have now', () =>
    given(received)
      .when('ReceiveComplaint', { ...receive, caseNumber: '10000001-8' }, day(2), known)
      .thenNothing());

  it('keeps what the customer writes in every phase', () => {
    for (const history of [[], [replied], [proposed], [proposed, accepted], [resolved], [resolved, confirmed]])
      given(received, ...history)
        .when('WriteAsCustomer', wrote, day(7), known)
        .then(event('CustomerWrote', { ...entry, channel: 'mail', text: 'Still leaking.', writtenAt: day(7) }));
  });

  it('is opened again by what the customer writes soon after it was closed', () =>
    given(received, resolved, closed)
      .when('WriteAsCustomer', wrote, day(7), known)
      .then(
        event('CustomerWrote', { ...entry, channel: 'mail', text: 'Still leaking.', writtenAt: day(7) }),
        event('ComplaintReopened', { complaintId, messageId: reopeningId, ...reopened }),
      ));

  it('stays closed, but keeps it, when the customer writes long after', () =>
    given(received, resolved, closed)
      .when('WriteAsCustomer', wrote, day(37), known)
      .then(event('CustomerWrote', { ...entry, channel: 'mail', text: 'Still leaking.', writtenAt: day(37) })));

  it('is answered until it is closed', () => {
    const reply = { ...entry, text: 'Which model?', asksCustomer: true };
    given(received, resolved)
      .when('ReplyToCustomer', reply, day(7), known)
      .then(event('AgentReplied', { ...reply, repliedAt: day(7) }));
    given(received, resolved, closed).when('ReplyToCustomer', reply, day(7), known).thenRefused('complaint-closed');
  });

  it('takes notes even when it is closed', () =>
    given(received, resolved, closed)
      .when('AddNote', { ...entry, text: 'Goodwill?' }, day(7), known)
      .then(event('NoteAdded', { ...entry, text: 'Goodwill?', notedAt: day(7) })));

  it('may have a better solution proposed until one is accepted', () => {
    const propose = { ...entry, proposalId, remedy: 'refund' as const, text: 'Your money back.' };
    for (const history of [[], [proposed], [proposed, declined]])
      given(received, ...history)
        .when('ProposeSolution', propose, day(4), known)
        .then(event('SolutionProposed', { ...propose, proposedAt: day(4) }));
    given(received, proposed, accepted)
      .when('ProposeSolution', propose, day(4), known)
      .thenRefused('solution-accepted');
    given(received, resolved).when('ProposeSolution', propose, day(5), known).thenRefused('already-resolved');
  });

  it('has the solution accepted that was proposed last', () => {
    given(received, proposed).when('AcceptSolution', { complaintId }, day(3), known).then(accepted);
    given(received, proposed, accepted).when('AcceptSolution', { complaintId }, day(4), known).thenNothing();
    given(received, proposed, declined)
      .when('AcceptSolution', { complaintId }, day(4), known)
      .thenRefused('no-solution-proposed');
  });

  it('has it declined, with or without a reason', () => {
    const decline = { ...entry, reason: undefined };
    given(received, proposed).when('DeclineSolution', decline, day(3), known).then(declined);
    given(received, proposed)
      .when('DeclineSolution', { ...decline, reason: 'Too late.' }, day(3), known)
      .then(event('SolutionDeclined', { ...declined.data, reason: 'Too late.' }));
    given(received, proposed, accepted)
      .when('DeclineSolution', decline, day(4), known)
      .thenRefused('solution-accepted');
    given(received).when('DeclineSolution', decline, day(4), known).thenRefused('no-solution-proposed');
  });

  it('is resolved once', () => {
    given(received, proposed, accepted)
      .when('ResolveComplaint', resolve, day(4), known)
      .then(event('ComplaintResolved', { ...resolve, resolvedAt: day(4) }));
    given(received, resolved).when('ResolveComplaint', resolve, day(5), known).thenRefused('already-resolved');
    given(received, resolved, closed).when('ResolveComplaint', resolve, day(7), known).thenRefused('complaint-closed');
  });

  it('is confirmed by a customer who agrees that it is resolved', () => {
    given(received, resolved).when('ConfirmResolution', { complaintId }, day(5), known).then(confirmed);
    given(received, resolved, confirmed).when('ConfirmResolution', { complaintId }, day(6), known).thenNothing();
    given(received, replied).when('ConfirmResolution', { complaintId }, day(5), known).thenRefused('not-resolved');
  });

  it('is closed only when it is resolved', () => {
    given(received, resolved).when('CloseComplaint', { complaintId }, day(6), known).then(closed);
    given(received, resolved, closed).when('CloseComplaint', { complaintId }, day(7), known).thenNothing();
    given(received, proposed).when('CloseComplaint', { complaintId }, day(6), known).thenRefused('not-resolved');
  });

  it('is reopened by the policy in force, which is named', () => {
    const reopen = { ...entry, reason: 'It leaks again.' };
    for (const history of [[], [confirmed], [closed]])
      given(received, resolved, ...history)
        .when('ReopenComplaint', reopen, day(7), known)
        .then(event('ComplaintReopened', { ...reopen, ...reopened }));
    given(received, resolved, closed).when('ReopenComplaint', reopen, day(37), known).thenRefused('reopen-window-over');
    given(received, replied).when('ReopenComplaint', reopen, day(3), known).thenRefused('complaint-open');
  });

  it('can be resolved anew after it was reopened', () =>
    given(received, resolved, closed, event('ComplaintReopened', { ...entry, ...reopened, reason: null }))
      .when('ResolveComplaint', resolve, day(8), known)
      .then(event('ComplaintResolved', { ...resolve, resolvedAt: day(8) })));

  it('is told facts that were missing, in whatever phase', () => {
    for (const history of [[], [proposed], [resolved, closed]])
      given(received, ...history)
        .when('GiveFacts', { complaintId, orderNumber: 'O-1' }, day(7), known)
        .then(factsGiven);
    given(received, factsGiven)
      .when('GiveFacts', { complaintId, orderNumber: 'O-1', productCode: 'K-2' }, day(8), known)
      .then(event('FactsGiven', { complaintId, productCode: 'K-2', missing: [], givenAt: day(8) }));
  });

  it('is told each fact once, and no other one in its place', () => {
    given(received, factsGiven).when('GiveFacts', { complaintId, orderNumber: 'O-1' }, day(8), known).thenNothing();
    given(received).when('GiveFacts', { complaintId }, day(8), known).thenNothing();
    given(received, factsGiven)
      .when('GiveFacts', { complaintId, orderNumber: 'O-2', productCode: 'K-2' }, day(8), known)
      .thenRefused('fact-known');
    given().when('GiveFacts', { complaintId, orderNumber: 'O-1' }, day(8), known).thenRefused('no-such-complaint');
  });
});

import type { ComplaintId, MessageId } from '@redress/contracts';
import { inForce, type Personal, reactor, send, type Sending } from '@redress/eventing';
import { assessment } from './assessment.decider.js';
import { described } from './describing.rules.js';
import { type TriageRules, triageRules } from './triage-rules.decider.js';

interface Written {
  readonly complaintId: ComplaintId;
  readonly messageId: MessageId;
  readonly text: Personal;
}

const describe = ({ complaintId, messageId, text }: Written, { rules }: TriageRules): readonly Sending[] =>
  text === null
    ? []
    : [
        send(assessment, complaintId, 'DescribeText', {
          complaintId,
          messageId,
          description: described(text, rules),
        }),
      ];

/** What may be said about a customer's words is said once for each message, as long as they can still be read. */
export const describeTexts = reactor({
  name: 'triage.describe-texts',
  from: 'beginning',
  reads: 'personal',
  facts: { rules: inForce(triageRules) },
  on: {
    ComplaintReceived: ({ data }, { rules }) => describe(data, rules),
    CustomerWrote: ({ data }, { rules }) => describe(data, rules),
  },
});

import type { ComplaintReceived } from '@redress/contracts';
import { inForce, lookup, reactor, send } from '@redress/eventing';
import { assessed, type Assessed } from './assessing.rules.js';
import { assessment } from './assessment.decider.js';
import { CustomerComplaint, repeatsBefore } from './customer-complaints.projection.js';
import { languageOf } from './describing.rules.js';
import { triageRules } from './triage-rules.decider.js';

const aboutOf = (
  { subject, text, productCode, tier, channel, order }: ComplaintReceived,
  repeats: number,
): Assessed => ({
  text: [subject, text].filter((part) => typeof part === 'string').join('\n'),
  productCode,
  tier,
  channel,
  orderValueMinor: order?.valueMinor,
  orderCurrency: order?.currency,
  repeats,
});

/** Every complaint is sorted by the rules of its moment, imported ones too. What goes on holds nothing of its text. */
export const triageComplaint = reactor({
  name: 'triage.triage-complaint',
  from: 'beginning',
  reads: 'personal',
  facts: { rules: inForce(triageRules), repeats: lookup(CustomerComplaint, repeatsBefore) },
  on: {
    ComplaintReceived: ({ data }, { rules, repeats }) => {
      const { complaintId } = data;
      const about = aboutOf(data, repeats);
      const language = about.text === '' ? undefined : languageOf(about.text);
      const findings = assessed(rules.rules, about);
      return [
        send(assessment, complaintId, 'Assess', { complaintId, findings, rulesVersion: rules.version, language }),
      ];
    },
  },
});

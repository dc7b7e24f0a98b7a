import type { ComplaintId, ComplaintTriaged, MessageId, TextLanguage } from '@redress/contracts';
import { type Decider, event, refuse } from '@redress/eventing';
import type { Findings } from './assessing.rules.js';
import type { Description } from './describing.rules.js';

/** What a complaint is, without why. */
export type Sorted = Pick<ComplaintTriaged, 'type' | 'severity' | 'scope' | 'urgency' | 'team'>;

interface OfComplaint {
  readonly complaintId: ComplaintId;
}

interface Commands {
  Assess: OfComplaint & {
    readonly findings: Findings;
    readonly rulesVersion: number;
    readonly language: TextLanguage | undefined;
  };
  Correct: OfComplaint & { readonly sorted: Sorted; readonly reason?: string | undefined };
  DescribeText: OfComplaint & { readonly messageId: MessageId; readonly description: Description };
}

type Events = 'ComplaintTriaged' | 'TriageCorrected' | 'TextDescribed';

export interface Assessment {
  /** `undefined`: nobody has looked at it yet. */
  readonly sorted: Sorted | undefined;
  readonly language: TextLanguage | undefined;
  readonly described: readonly MessageId[];
}

/** What a complaint is, by rules and then by people: `triage.assessment-<complaintId>`. It never hears a customer's text. */
export const assessment: Decider<Commands, Events, Assessment, 'not-triaged'> = {
  category: 'triage.assessment',
  initial: { sorted: undefined, language: undefined, described: [] },

  decide: {
    Assess: ({ complaintId, findings, rulesVersion, language }, state, { at }) =>
      state.sorted
        ? []
        : [
            event('ComplaintTriaged', {
              complaintId,
              ...sortedIn(findings),
              ...(language && { language }),
              triagedAt: at,
              rulesVersion,
              fired: findings.fired,
            }),
          ],

    Correct: ({ complaintId, sorted, reason }, state, { at }) => {
      if (!state.sorted) return refuse('not-triaged', 'This complaint has not been sorted yet.');
      const corrected = sortedIn(sorted);
      if (JSON.stringify(corrected) === JSON.stringify(state.sorted)) return [];
      const { language } = state;
      return [
        event('TriageCorrected', {
          complaintId,
          ...corrected,
          ...(language && { language }),
          correctedAt: at,
          ...(reason !== undefined && { reason }),
        }),
      ];
    },

    DescribeText: ({ complaintId, messageId, description }, state) =>
      state.described.includes(messageId) ? [] : [event('TextDescribed', { complaintId, messageId, ...description })],
  },

  evolve: {
    ComplaintTriaged: (state, data) => ({ ...state, sorted: sortedIn(data), language: data.language }),
    TriageCorrected: (state, data) => ({ ...state, sorted: sortedIn(data) }),
    TextDescribed: (state, { messageId }) => ({ ...state, described: [...state.described, messageId] }),
  },
};

/** In one order, so that the same always reads the same. */
const sortedIn = ({ type, severity, scope, urgency, team }: Sorted): Sorted => ({
  type,
  severity,
  scope,
  urgency,
  team,
});

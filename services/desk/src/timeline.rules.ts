import type { TimelineEntry, TimelineKind } from '@redress/contracts';
import type { EventName, Recorded } from '@redress/eventing';

/** By how the name of an event begins; the first that fits. */
const kinds: readonly (readonly [RegExp, TimelineKind])[] = [
  [/^(?:Complaint(?!Triaged)|Customer(?!Forgotten)|Agent|Note(?!ice)|Solution|Resolution)/, 'conversation'],
  [/^(?:ComplaintTriaged|Triage|TextDescribed)/, 'triage'],
  [/^(?:CaseEscalated|Escalation)/, 'escalation'],
  [/^(?:Owner|Case(?:Counted|Uncounted))/, 'ownership'],
  [/^Investigation/, 'investigation'],
  [/^(?:Clock|Deadline|Target|Verdict)/, 'clock'],
  [/^(?:Options|Compensation|Approval|Budget|Payout|Reversal)/, 'compensation'],
  [/^Notice/, 'message'],
];

const kindOf = (type: EventName): TimelineKind => kinds.find(([pattern]) => pattern.test(type))?.[1] ?? 'other';

/** `complaint-received` of `ComplaintReceived`. */
const wordOf = (type: EventName): string => type.replace(/(?!^)(?=[A-Z])/g, '-').toLowerCase();

/** How teams count, and what was measured of a text: nothing that happened to the case. */
const untold: ReadonlySet<string> = new Set<EventName>([
  'CaseCounted',
  'CaseUncounted',
  'OwnerChosen',
  'OwnerNotNeeded',
  'TextDescribed',
]);

/** What was said and sent stands beside the timeline, under the same `messageId` or `noticeId`. */
const shownElsewhere: Readonly<Partial<Record<TimelineKind, readonly string[]>>> = {
  conversation: ['text', 'reason', 'subject'],
  message: ['subject', 'body', 'address'],
};

/** Without what everybody knows, what was forgotten, and what is shown elsewhere. */
const told = ({ data }: Recorded, kind: TimelineKind): Readonly<Record<string, unknown>> => {
  const elsewhere = ['complaintId', ...(shownElsewhere[kind] ?? [])];
  // A personal field is opened when it is looked at.
  const names = Object.keys(data).filter((name) => !elsewhere.includes(name));
  const facts = data as unknown as Readonly<Record<string, unknown>>;
  const kept = names.map((name): readonly [string, unknown] => [name, facts[name]]);
  return Object.fromEntries(kept.filter(([, value]) => value !== null));
};

/** Everything that happened to a case, in the order in which it was recorded. */
export const timelineIn = (history: readonly Recorded[]): readonly TimelineEntry[] =>
  history
    .filter(({ type }) => !untold.has(type))
    .map((event) => {
      const kind = kindOf(event.type);
      return {
        at: event.occurredAt,
        kind,
        by: event.by.id,
        what: wordOf(event.type),
        data: told(event, kind),
        historical: event.historical,
      };
    });

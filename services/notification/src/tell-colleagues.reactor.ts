import type { PersonId } from '@redress/contracts';
import { inForce, lookup, reactor } from '@redress/eventing';
import { type Case, cases } from './cases.projection.js';
import { colleaguesFor, type Colleague, Person, withSubstitutes } from './people.projection.js';
import { toColleagues } from './requests.rules.js';
import { templates } from './templates.decider.js';

/** Those of the team that owns the case, or all where it has none. */
const leadsOf = (leads: readonly Colleague[], memory: Case | undefined, at: Date): readonly PersonId[] => {
  const own = leads.filter(({ teams }) => memory?.teamId && teams.includes(memory.teamId));
  return withSubstitutes(own.length > 0 ? own : leads, at);
};

const ownerOf = (memory: Case | undefined): readonly PersonId[] => (memory?.ownerId ? [memory.ownerId] : []);

/** Colleagues learn in the product, and at once, what waits for them. A case without an owner is for the leads. */
export const tellColleagues = reactor({
  name: 'notification.tell-colleagues',
  from: 'deployment',
  memory: cases,
  facts: {
    people: lookup(Person, colleaguesFor),
    near: inForce(templates, 'deadline-near'),
    breach: inForce(templates, 'breach'),
    escalation: inForce(templates, 'escalation'),
    approval: inForce(templates, 'approval-waiting'),
  },
  on: {
    DeadlineNeared: (event, { near, people, memory }) => {
      const { metric, dueAt } = event.data;
      const to = memory?.ownerId ? ownerOf(memory) : leadsOf(people, memory, event.occurredAt);
      return toColleagues(event, to, { kind: 'deadline-near', texts: near, matter: { metric, dueAt } });
    },
    TargetMissed: (event, { breach, people, memory }) => {
      const { metric, dueAt } = event.data;
      const to = [...ownerOf(memory), ...leadsOf(people, memory, event.occurredAt)];
      return toColleagues(event, to, { kind: 'breach', texts: breach, matter: { metric, dueAt } });
    },
    CaseEscalated: (event, { escalation, people }) => {
      const { toPersonId, reason, ownerId } = event.data;
      const matter = { reason, ...(ownerId !== undefined && { ownerId }) };
      const to = toPersonId === undefined ? withSubstitutes(people, event.occurredAt) : [toPersonId];
      return toColleagues(event, to, { kind: 'escalation', texts: escalation, matter });
    },
    ApprovalRequested: (event, { approval, people }) => {
      const { compensationId } = event.data;
      return toColleagues(event, withSubstitutes(people, event.occurredAt), {
        kind: 'approval-waiting',
        texts: approval,
        matter: { compensationId },
      });
    },
  },
});

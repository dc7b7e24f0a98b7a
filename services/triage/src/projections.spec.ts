import {
  type AbsenceId,
  catalogue,
  type ComplaintId,
  type CustomerKey,
  type InvestigationId,
  metrics,
  type PersonId,
  teamFunctions,
  type TeamId,
} from '@redress/contracts';
import { codec, derivedId, event, type NewEvent } from '@redress/eventing';
import { type Attempt, historyOf, projectionSuite, teller } from '@redress/eventing/testing';
import fc from 'fast-check';
import { assessed } from './assessing.rules.js';
import { assessment } from './assessment.decider.js';
import { assessments } from './assessments.projection.js';
import { colleagues } from './colleagues.projection.js';
import { corrections } from './corrections.projection.js';
import { customerComplaints } from './customer-complaints.projection.js';
import { escalation } from './escalation.decider.js';
import { escalations } from './escalations.projection.js';
import { investigation } from './investigation.decider.js';
import { investigations } from './investigations.projection.js';
import { currentPolicy, ownershipPolicy, shippedPolicy } from './ownership-policy.decider.js';
import { ownershipPolicyVersions } from './ownership-policy-versions.projection.js';
import { ownership } from './ownership.decider.js';
import { ownerships } from './ownerships.projection.js';
import { responsibleTeams } from './responsible-teams.projection.js';
import { rulesVersions } from './rules-versions.projection.js';
import { shipped } from './shipped-words.rules.js';
import { team } from './team.decider.js';
import { complaintNamed, personNamed, present, teamNamed } from './testing/house.js';
import { currentRules, shippedRules, triageRules } from './triage-rules.decider.js';

const { shapeOf } = codec(catalogue);
const keyOf = ({ type, data }: NewEvent): string => shapeOf(type).keyOf(data as never);
const names = ['one', 'two', 'three'] as const;
const complaintIds = names.map(complaintNamed);
const personIds = names.map(personNamed);
const teamIds = names.map(teamNamed);
const investigationIds = names.map((name) => derivedId('investigation', name) as InvestigationId);
const absenceIds = names.map((name) => derivedId('absence', name) as AbsenceId);

const intake = teller('intake.complaint');
const directory = teller('directory.staff');
const told = (decider: ReturnType<typeof teller>, id: string, data: NewEvent): Attempt => ({
  decider,
  id,
  command: 'Tell',
  data,
  afterMinutes: 0,
});

const findingsOf = new Map(
  ['환불해주세요', 'Where is my parcel?', 'x'].map((text) => [
    text,
    assessed(shippedRules.rules, { text, repeats: 0 }),
  ]),
);

/** Anything that may be asked of the deciders about a few complaints. */
const asked = fc.record({
  what: fc.constantFrom(
    ...[assessment, ownership, team, escalation, investigation].flatMap((decider) =>
      Object.keys(decider.decide).map((command) => ({ decider, command })),
    ),
  ),
  complaintId: fc.constantFrom(...complaintIds),
  ownerId: fc.constantFrom(...personIds),
  teamId: fc.constantFrom(...teamIds),
  investigationId: fc.constantFrom(...investigationIds),
  round: fc.integer({ min: 1, max: 5 }),
  level: fc.integer({ min: 1, max: 3 }),
  metric: fc.constantFrom(...metrics),
  type: fc.constantFrom('return', 'delivery'),
  text: fc.constantFrom(...findingsOf.keys()),
  afterMinutes: fc.integer({ min: 1, max: 3000 }),
  historical: fc.boolean(),
});

const people = personIds.map((personId) => present('', teamIds, { personId }));
const known = {
  policy: shippedPolicy,
  team: teamIds[0],
  colleague: people[0],
  people: { members: people, substitutes: [] },
  line: { people, teamId: teamIds[0], ownerId: undefined },
};
const idFor = (category: string, { complaintId, teamId, investigationId }: Ids): string =>
  category === 'triage.team' ? teamId : category === 'triage.investigation' ? investigationId : complaintId;
interface Ids {
  readonly complaintId: ComplaintId;
  readonly teamId: TeamId;
  readonly investigationId: InvestigationId;
}

const instant = (minutes: number): Date => new Date(Date.UTC(2026, 2, 2) + minutes * 60_000);
const first = complaintIds.flatMap((complaintId, index): Attempt[] => [
  told(
    intake,
    complaintId,
    event('ComplaintReceived', {
      complaintId,
      messageId: derivedId('message', complaintId) as never,
      caseNumber: '10000017-3',
      channel: 'web',
      receivedAt: instant(0),
      ...(index > 0 && { customerKey: derivedId('customer') as CustomerKey }),
      text: 'x',
      missing: [],
    }),
  ),
  {
    decider: assessment,
    id: complaintId,
    command: 'Assess',
    data: {
      complaintId,
      findings: findingsOf.get('x'),
      rulesVersion: 1,
      language: 'ko',
    },
    afterMinutes: 1,
  },
]);

const histories = fc.array(asked, { minLength: 10, maxLength: 40 }).map((all) =>
  historyOf(
    [
      ...first,
      ...all.map(({ what: { decider, command }, afterMinutes, historical, text, type, ...ids }): Attempt => {
        const findings = findingsOf.get(text)!;
        const instants = { closedAt: instant(1), since: instant(0), resolvedAt: instant(1) };
        const data = {
          ...ids,
          ...instants,
          findings,
          rulesVersion: 1,
          language: 'en',
          sorted: { ...findings, type },
          reason: command === 'EscalateSearch' ? 'no-owner' : 'why',
          description: { language: 'en', length: 1, terms: [], personalPatterns: false },
          messageId: ids.investigationId,
          function: 'quality',
          skills: [],
          cause: 'by-hand',
          personId: ids.ownerId,
          by: ids.ownerId,
          upToRound: ids.round,
          note: 'note',
          question: 'why',
          finding: 'confirmed',
          result: 'so',
        };
        return { decider, id: idFor(decider.category, ids), command, data, known, afterMinutes, historical };
      }),
    ],
    keyOf,
  ),
);

projectionSuite(assessments, histories);
projectionSuite(corrections, histories);
projectionSuite(ownerships, histories);
projectionSuite(escalations, histories);
projectionSuite(investigations, histories);
projectionSuite(customerComplaints, histories);

const staffEvent = fc.record({
  what: fc.nat(9),
  personId: fc.constantFrom(...personIds),
  teamId: fc.constantFrom(...teamIds),
  absenceId: fc.constantFrom(...absenceIds),
  function: fc.constantFrom(...teamFunctions),
});
const staffHistories = fc.array(staffEvent, { minLength: 5, maxLength: 40 }).map((all) =>
  historyOf(
    [
      ...personIds.map((personId) => told(directory, 'all', added(personId))),
      ...teamIds.map((teamId) => told(directory, 'all', event('TeamAdded', { teamId, name: teamId }))),
      ...all.map(({ what, personId, teamId, absenceId, function: is }) => {
        const possible: readonly NewEvent[] = [
          event('RolesChanged', { personId, roles: ['lead'] }),
          event('TeamsChanged', { personId, teams: [{ teamId }] }),
          event('SuperiorChanged', { personId, superiorId: personIds[0] as PersonId }),
          event('PersonDeactivated', { personId }),
          event('PersonReactivated', { personId }),
          event('SkillsChanged', { personId, skills: [{ skill: 'ko' }] }),
          event('WorkingHoursChanged', { personId, timeZone: 'Asia/Seoul', shifts: [] }),
          event('AbsencePlanned', { personId, absenceId, from: instant(0), until: instant(9) }),
          event('AbsenceCancelled', { personId, absenceId }),
          event('TeamFunctionChanged', { teamId, function: is }),
        ];
        return told(directory, 'all', possible[what] as NewEvent);
      }),
    ],
    keyOf,
  ),
);

function added(personId: PersonId): NewEvent {
  return event('PersonAdded', { personId, username: null, name: null, locale: 'ko', roles: ['agent'], teams: [] });
}

projectionSuite(colleagues, staffHistories);
projectionSuite(responsibleTeams, staffHistories);

const published = (decider: typeof triageRules | typeof ownershipPolicy, id: string, dataOf: (n: number) => object) =>
  fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 10 }).map((all) =>
    historyOf(
      all.map((n): Attempt => {
        const command = Object.keys(decider.decide)[0] as string;
        return { decider, id, command, data: dataOf(n), afterMinutes: 1 };
      }),
      keyOf,
    ),
  );

projectionSuite(
  rulesVersions,
  published(triageRules, currentRules, (n) => ({
    rules: [shipped(`rule-${n}`, 'A rule', 'late', { type: 'delivery' })],
  })),
);
projectionSuite(
  ownershipPolicyVersions,
  published(ownershipPolicy, currentPolicy, (n) => ({ ...shippedPolicy, confirmWithinMinutes: n })),
);

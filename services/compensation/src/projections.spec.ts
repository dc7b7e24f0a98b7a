import {
  catalogue,
  compensationKinds,
  type CompensationId,
  type ComplaintId,
  type PersonId,
  type BudgetId,
} from '@redress/contracts';
import { codec, derivedId, event, type NewEvent } from '@redress/eventing';
import { type Attempt, historyOf, projectionSuite, teller } from '@redress/eventing/testing';
import fc from 'fast-check';
import { authority, shippedAuthority } from './authority.decider.js';
import { authorityVersions } from './authority-versions.projection.js';
import { budget } from './budget.decider.js';
import { claim } from './claim.decider.js';
import { referenceOf } from './claim.rules.js';
import { colleagues } from './colleagues.projection.js';
import { compensations } from './compensations.projection.js';
import { knownComplaints } from './known-complaints.projection.js';
import { offers } from './offers.projection.js';
import { payouts } from './payouts.projection.js';
import { reconciliations } from './reconciliations.projection.js';
import { reconciliation } from './reconciliation.decider.js';
import { shippedTariff, tariff } from './tariff.decider.js';
import { tariffVersions } from './tariff-versions.projection.js';

const { shapeOf } = codec(catalogue);
const keyOf = ({ type, data }: NewEvent): string => shapeOf(type).keyOf(data as never);
const complaintIds = ['one', 'two', 'three'].map((name) => derivedId('complaint', name) as ComplaintId);
const people = ['p', 'q', 'r'].map((name) => derivedId('person', name) as PersonId);
const orderValue = { amountMinor: 40_000, currency: 'KRW' };
const known = { authority: shippedAuthority, tariff: shippedTariff, standIns: [] };
const budgetId = '2026-03.KRW' as BudgetId;

/** Anything that may be tried with the compensations of a few complaints, and with the budget of their month. */
const tried = fc.record({
  complaintId: fc.constantFrom(...complaintIds),
  name: fc.constantFrom('a', 'b', 'c'),
  person: fc.constantFrom(...people),
  kind: fc.constantFrom(...compensationKinds),
  attempt: fc.integer({ min: 1, max: 2 }),
  command: fc.oneof(
    ...[...Object.keys(claim.decide), 'ReserveBudget', 'GrantBeyond', 'ReturnBudget'].map((one) => fc.constant(one)),
  ),
  afterMinutes: fc.integer({ min: 0, max: 600 }),
  historical: fc.boolean(),
});

const triaged = complaintIds.map((complaintId): Attempt => {
  const data = { complaintId, known: { type: 'quality', severity: 'normal', orderValue } };
  return { decider: claim, id: complaintId, command: 'DeriveOptions', data, known, afterMinutes: 0 };
});

const histories = fc.array(tried, { minLength: 10, maxLength: 80 }).map((all) => {
  const attempts = all.map(({ complaintId, name, person, kind, attempt, command, ...how }): Attempt => {
    const compensationId = derivedId('compensation', complaintId, name) as CompensationId;
    const at = new Date('2026-03-02T09:00:00Z');
    const isOfBudget = command in budget.decide;
    const data = {
      complaintId,
      compensationId,
      budgetId,
      attempt,
      kind,
      amount: { amountMinor: isOfBudget ? 30_000_000 : 20_000, currency: 'KRW' },
      known: { type: 'quality', severity: 'high-risk', orderValue },
      ruleId: ['defect-partial', 'defect-exchange', 'defect-refund'][attempt] ?? 'defect-partial',
      reason: 'because',
      approverId: person,
      reference: referenceOf({ complaintId, compensationId }, attempt),
      paidAt: at,
      failedAt: at,
      reversedAt: at,
      refusal: 'limit',
    };
    const decider = isOfBudget ? budget : claim;
    return { decider, id: isOfBudget ? budgetId : complaintId, command, data, known, ...how };
  });
  return historyOf([...triaged, ...attempts], keyOf);
});

projectionSuite(compensations, histories);
projectionSuite(payouts, histories);
projectionSuite(offers, histories);

const toldBy = (category: string, events: readonly NewEvent[]): readonly Attempt[] =>
  events.map((told) => ({ decider: teller(category), id: 'all', command: 'Tell', data: told, afterMinutes: 1 }));

const heard = fc.record({
  complaintId: fc.constantFrom(...complaintIds),
  which: fc.constantFrom('in', 'sorted', 'corrected'),
});
projectionSuite(
  knownComplaints,
  fc.array(heard, { minLength: 1, maxLength: 20 }).map((all) =>
    historyOf(
      toldBy(
        'intake.complaint',
        all.map(({ complaintId, which }, index) => {
          const sorted = {
            complaintId,
            type: 'quality',
            severity: 'normal',
            scope: 'single',
            urgency: 'soon',
          } as const;
          const team = 'quality' as const;
          const at = new Date(index);
          if (which === 'sorted')
            return event('ComplaintTriaged', { ...sorted, team, triagedAt: at, rulesVersion: 1, fired: [] });
          if (which === 'corrected')
            return event('TriageCorrected', { ...sorted, team, severity: 'high-risk', correctedAt: at });
          const said = { complaintId, messageId: derivedId('message', String(index)) as never, text: '…' };
          const rest = { caseNumber: '1', channel: 'web', receivedAt: at, missing: [] } as const;
          return event('ComplaintReceived', { ...said, ...rest, order: { valueMinor: index, currency: 'KRW' } });
        }),
      ),
      keyOf,
    ),
  ),
);

const staff = fc.record({
  personId: fc.constantFrom(...people),
  what: fc.constantFrom('added', 'roles', 'off', 'on', 'away', 'back'),
  absence: fc.constantFrom('x', 'y'),
});
projectionSuite(
  colleagues,
  fc.array(staff, { minLength: 1, maxLength: 30 }).map((all) =>
    historyOf(
      toldBy(
        'directory.staff',
        all.map(({ personId, what, absence }): NewEvent => {
          const absenceId = derivedId('absence', personId, absence) as never;
          const until = new Date('2026-04-01');
          switch (what) {
            case 'added':
              return event('PersonAdded', {
                personId,
                username: 'u',
                name: 'n',
                locale: 'ko',
                roles: ['agent'],
                teams: [],
              });
            case 'roles':
              return event('RolesChanged', { personId, roles: ['lead'] });
            case 'off':
              return event('PersonDeactivated', { personId });
            case 'on':
              return event('PersonReactivated', { personId });
            case 'away':
              return event('AbsencePlanned', {
                personId,
                absenceId,
                from: new Date(0),
                until,
                substituteId: people[0]!,
              });
            default:
              return event('AbsenceCancelled', { personId, absenceId });
          }
        }),
      ),
      keyOf,
    ),
  ),
);

projectionSuite(
  reconciliations,
  fc.array(fc.tuple(fc.integer({ min: 1, max: 2 }), fc.boolean()), { minLength: 2, maxLength: 30 }).map((all) =>
    historyOf(
      all.flatMap(([day, isNoted], index): readonly Attempt[] => {
        const date = `2026-03-0${day}`;
        const data = { day: date, round: (index % 5) + 1, agreed: index, differences: [], moreDifferences: 0 };
        const command = isNoted ? 'NoteReconciliation' : 'AskForReconciliation';
        return [{ decider: reconciliation, id: date, command, data, known, afterMinutes: 1 }];
      }),
      keyOf,
    ),
  ),
);

projectionSuite(
  tariffVersions,
  fc.array(fc.nat({ max: 30 }), { minLength: 2, maxLength: 10 }).map((all) =>
    historyOf(
      all.map((kept) => {
        const data = { rules: shippedTariff.rules.slice(0, kept) };
        return { decider: tariff, id: 'current', command: 'PublishTariff', data, afterMinutes: 1 };
      }),
      keyOf,
    ),
  ),
);

projectionSuite(
  authorityVersions,
  fc.array(fc.nat({ max: 1_000_000 }), { minLength: 2, maxLength: 10 }).map((all) =>
    historyOf(
      all.map((monthlyBudgetMinor) => {
        const authorities = shippedAuthority.authorities.map((one) => ({ ...one, monthlyBudgetMinor }));
        const data = { timeZone: 'UTC', authorities };
        return { decider: authority, id: 'current', command: 'PublishAuthority', data, afterMinutes: 1 };
      }),
      keyOf,
    ),
  ),
);

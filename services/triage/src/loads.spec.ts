import type { ComplaintId, PersonId, TeamFunction, TeamId } from '@redress/contracts';
import { send, type Sending } from '@redress/eventing';
import fc from 'fast-check';
import { shippedPolicy } from './ownership-policy.decider.js';
import { ownership } from './ownership.decider.js';
import type { Ownership } from './ownership.rules.js';
import { loadsOf, type Team, team } from './team.decider.js';
import { complaintNamed, ownershipIn, personNamed, present, teamNamed } from './testing/house.js';

const [care, carriers] = [teamNamed('care'), teamNamed('carriers')];
const people = [
  present('ada', [care]),
  present('ben', [care, carriers]),
  present('cho', [carriers]),
  present('dan', [carriers], { active: false }),
];
const complaints = ['one', 'two', 'three'].map(complaintNamed);
const functions: readonly TeamFunction[] = ['customer-service', 'logistics', 'legal'];
const at = new Date('2026-03-02T09:00:00Z');

type Step = { readonly kind: 'hear'; readonly choice: number } | { readonly kind: 'send'; readonly sending: Sending };

const complaintId = fc.constantFrom(...complaints);
const ownerId = fc.constantFrom('ada', 'ben', 'cho', 'dan', 'nobody').map(personNamed);
const wish = { complaintId, function: fc.constantFrom(...functions), skills: fc.constant([]) };
const round = fc.integer({ min: 1, max: 8 });

const command = <C extends keyof typeof ownership.decide>(name: C, data: fc.Arbitrary<object>): fc.Arbitrary<Step> =>
  data.map((given) => ({
    kind: 'send',
    sending: send(ownership, (given as { complaintId: ComplaintId }).complaintId, name, given as never),
  }));

const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.nat(100).map((choice): Step => ({ kind: 'hear', choice })), weight: 8 },
  command('WantOwner', fc.record({ ...wish, cause: fc.constantFrom('triaged', 'corrected', 'by-hand') })),
  command('WantOwner', fc.record({ ...wish, cause: fc.constantFrom('triaged', 'corrected', 'by-hand') })),
  command('TryAgain', fc.record({ ...wish, round })),
  command('CheckConfirmed', fc.record({ complaintId, round, skills: fc.constant([]) })),
  command('ConfirmOwnership', fc.record({ complaintId, personId: ownerId })),
  command('TakeCase', fc.record({ complaintId, ownerId })),
  command('ReassignCase', fc.record({ complaintId, ownerId })),
  command('HandCaseOver', fc.record({ complaintId, by: ownerId, ownerId, reason: fc.constant('x') })),
  command('EndOwnership', fc.record({ complaintId, closedAt: fc.constant(at) })),
  command('ReturnCase', fc.record({ ...wish, ownerId, teamId: fc.constantFrom(care, carriers) })),
);

describe('However complaints change hands, and in whatever order that becomes known', () => {
  it.each([1, 2, 40])('each load is the open cases of its people, where the most is %d', (mostOpenCases) => {
    let owned = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }), fc.nat(), (steps, seed) => {
        const policy = { ...shippedPolicy, mostOpenCases };
        const house = ownershipIn({ people, teams: { 'customer-service': care, logistics: carriers }, policy });
        for (const one of steps)
          if (one.kind === 'hear') house.hear(one.choice, at);
          else house.send(one.sending, at);
        for (let choice = seed; house.hear(choice, at); choice += 7);

        const expected = new Map<TeamId, Map<PersonId, number>>([
          [care, new Map()],
          [carriers, new Map()],
        ]);
        for (const id of complaints) {
          const { owner } = house.stateOf<Ownership>(ownership, id);
          if (!owner) continue;
          owned += 1;
          const loads = expected.get(owner.teamId)!;
          loads.set(owner.ownerId, (loads.get(owner.ownerId) ?? 0) + 1);
        }
        for (const [teamId, loads] of expected) {
          const counted = loadsOf(house.stateOf<Team>(team, teamId), []);
          expect(new Map(counted.map((one) => [one.ownerId, one.openCases]))).toEqual(
            new Map([...loads].toSorted(([a], [b]) => (a < b ? -1 : 1))),
          );
        }
      }),
      { numRuns: 1_000 },
    );
    expect(owned).toBeGreaterThan(100);
  });
});

import type { ComplaintId, CustomerKey, KeyGeneration } from '@redress/contracts';
import { fold, type NewEvent, type Refusal } from '@redress/eventing';
import fc from 'fast-check';
import { cacheTimeMs, customer, type Customer } from './customer.decider.js';
import { keptUntil, retentionPolicy } from './retention-policy.decider.js';

const customerKey = 'aa4a2203-7c10-8ef7-b2cc-242c2f7cedf6' as CustomerKey;
const ids = [1, 2].map((digit) => `6f8e0000-0000-5000-8000-00000000000${digit}` as ComplaintId);
const policy = { version: 1, retainRecordsDays: 30 };
const hourMs = 3_600_000;

const steps = fc.array(
  fc.record({
    command: fc.constantFrom(...(Object.keys(customer.decide) as (keyof typeof customer.decide)[])),
    round: fc.integer({ min: 1, max: 2 }),
    complaintId: fc.constantFrom(...ids),
    purpose: fc.constantFrom('contact' as const, 'record' as const),
    generation: fc.integer({ min: 1, max: 2 }),
    reference: fc.constantFrom('M-17', 'M-18'),
    hours: fc.integer({ min: 0, max: 24 * 20 }),
  }),
  { minLength: 20, maxLength: 80 },
);
type Step = typeof steps extends fc.Arbitrary<readonly (infer One)[]> ? One : never;
type Decide = (data: object, state: Customer, circumstances: object) => readonly NewEvent[] | Refusal;

const dataOf = ({ round, complaintId, purpose, generation, reference }: Step, { requested }: Customer, at: Date) => ({
  customerKey,
  complaintId,
  reference,
  reason: 'other',
  // Half of the rounds told are the one that is asked for.
  round: requested && generation === 1 ? requested.round : round,
  purpose,
  ...(purpose === 'record' && { recordOf: complaintId }),
  closedAt: new Date(at.getTime() - hourMs),
  generations: (['contact', 'record'] as const).map((of) => ({
    subject: `complaint-${complaintId}`,
    purpose: of,
    generation,
  })),
  closed: [{ complaintId, closedAt: new Date(at.getTime() - hourMs) }],
  open: ids.filter((id) => id !== complaintId).map((id) => ({ complaintId: id })),
  isMore: generation === 2,
});

interface Told {
  readonly event: NewEvent;
  readonly before: Customer;
  readonly at: Date;
}
const play = (script: readonly Step[]): readonly Told[] => {
  let state = customer.initial;
  let at = new Date('2026-03-02T09:00:00Z');
  const told: Told[] = [];
  for (const step of script) {
    at = new Date(at.getTime() + step.hours * hourMs);
    const decide = customer.decide[step.command] as unknown as Decide;
    const outcome = decide(dataOf(step, state, at), state, { at, by: { id: 'x', roles: [] }, policy });
    if ('refused' in outcome) continue;
    for (const event of outcome) {
      told.push({ event, before: state, at });
      state = fold(customer, [event], state);
    }
  }
  return told;
};
const nameOf = ({ subject, purpose, generation }: KeyGeneration): string => `${subject} ${purpose} ${generation}`;
const destroyedBy = ({ event }: Told): readonly string[] =>
  event.type === 'CustomerForgotten' || event.type === 'RecordForgotten' ? event.data.generations.map(nameOf) : [];
const always = (holds: (told: readonly Told[]) => void): void =>
  fc.assert(
    fc.property(steps, (script) => holds(play(script))),
    { numRuns: 300 },
  );

describe('Whatever anybody asks, and however often', () => {
  it('nothing becomes due under a hold', () =>
    always((told) => {
      for (const { event, before } of told) if (event.type === 'DestructionDue') expect(before.holds).toEqual([]);
    }));

  it('a key is closed by one round and destroyed once, after it was due', () =>
    always((told) => {
      const closed = new Set<string>();
      const gone = new Set<string>();
      for (const one of told) {
        if (one.event.type === 'ForgettingBegun')
          for (const key of one.event.data.generations.map(nameOf)) {
            expect(gone.has(key) || !closed.has(key)).toBe(true);
            closed.add(key);
          }
        for (const key of destroyedBy(one)) {
          expect(closed.has(key)).toBe(true);
          gone.add(key);
        }
      }
    }));

  it('no contact is due before the cache time is over, and no record before the law lets it go', () =>
    always((told) => {
      const begun = new Map<number, Date>();
      for (const { event, at } of told) {
        if (event.type === 'ForgettingBegun') begun.set(event.data.round, at);
        if (event.type !== 'DestructionDue') continue;
        const { round, closedAt } = event.data;
        expect(at.getTime() - (begun.get(round)?.getTime() ?? Infinity)).toBeGreaterThanOrEqual(cacheTimeMs);
        if (closedAt) expect(at >= keptUntil(policy, closedAt)).toBe(true);
      }
    }));

  it('rounds count on without gaps', () =>
    always((told) => {
      const rounds = told.flatMap(({ event }) => (event.type === 'ForgettingRequested' ? [event.data.round] : []));
      expect(rounds).toEqual(rounds.map((_, index) => index + 1));
    }));

  it('every story is told: each kind of event comes up', () => {
    const types = new Set(
      fc.sample(steps, { numRuns: 2_000, seed: 7 }).flatMap((script) => play(script).map(({ event }) => event.type)),
    );
    expect([...types].toSorted()).toEqual(Object.keys(customer.evolve).toSorted());
  });

  it('the shipped policy keeps what the law asks for', () =>
    expect(retentionPolicy.initial.retainRecordsDays).toBeGreaterThanOrEqual(3 * 365));
});

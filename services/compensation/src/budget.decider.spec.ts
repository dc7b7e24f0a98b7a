import type { BudgetId, CompensationId, ComplaintId } from '@redress/contracts';
import { derivedId, event, fold, isRefusal, type NewEvent } from '@redress/eventing';
import { specify } from '@redress/eventing/testing';
import fc from 'fast-check';
import { shippedAuthority } from './authority.decider.js';
import { budget, waitingIn } from './budget.decider.js';

const given = specify(budget);
const now = new Date('2026-03-02T09:00:00Z');
const budgetId = '2026-03.KRW' as BudgetId;
const asked = (name: string, amountMinor: number, attempt = 1) => ({
  budgetId,
  complaintId: derivedId('complaint', name) as ComplaintId,
  compensationId: derivedId('compensation', name) as CompensationId,
  attempt,
  amount: { amountMinor, currency: 'KRW' },
});
const having = (monthlyBudgetMinor: number) => ({
  authority: {
    ...shippedAuthority,
    authorities: shippedAuthority.authorities.map((one) => ({ ...one, monthlyBudgetMinor })),
  },
});
const reserved = (one: ReturnType<typeof asked>) => event('BudgetReserved', { ...one, isBeyond: false });
const [small, large] = [asked('small', 400), asked('large', 700)];

describe('The budget of a month', () => {
  it('is reserved as long as it lasts', () => {
    given().when('ReserveBudget', small, now, having(1_000)).then(reserved(small));
    given(reserved(small))
      .when('ReserveBudget', large, now, having(1_000))
      .then(event('BudgetExceeded', { ...large, leftMinor: 600 }));
    given(reserved(small)).when('ReserveBudget', large, now, having(1_100)).then(reserved(large));
  });

  it('is reserved once, however often it is asked', () => {
    given(reserved(small)).when('ReserveBudget', small, now, having(1_000)).thenNothing();
    const exceeded = event('BudgetExceeded', { ...large, leftMinor: 600 });
    given(reserved(small), exceeded).when('ReserveBudget', large, now, having(1_000)).thenNothing();
  });

  it('has nothing in a currency that nobody has authority over', () => {
    const dollars = { ...small, budgetId: '2026-03.USD' as BudgetId };
    given()
      .when('ReserveBudget', dollars, now, having(1_000))
      .then(event('BudgetExceeded', { ...dollars, leftMinor: 0 }));
  });

  it('is granted beyond what there is by somebody who answers for it, and leaves less than nothing', () => {
    const exceeded = event('BudgetExceeded', { ...large, leftMinor: 600 });
    const beyond = event('BudgetReserved', { ...large, isBeyond: true });
    given(reserved(small), exceeded).when('AskAgain', large, now, having(1_000)).thenRefused('budget-exceeded');
    given(reserved(small), exceeded).when('AskAgain', large, now, having(1_100)).then(reserved(large));
    given(reserved(small), exceeded).when('GrantBeyond', large, now, having(1_000)).then(beyond);
    given(reserved(small), exceeded, beyond).when('GrantBeyond', large, now, having(1_000)).thenNothing();
    given(reserved(small), exceeded, beyond)
      .when('ReserveBudget', asked('third', 1), now, having(1_000))
      .then(event('BudgetExceeded', { ...asked('third', 1), leftMinor: 0 }));
    given().when('GrantBeyond', large, now, having(1_000)).thenRefused('not-waiting');
  });

  it('lets those that wait go on in their order as soon as there is room, passing over what still does not fit', () => {
    const third = asked('third', 300);
    const waiting = [small, large, third].map((one) => event('BudgetExceeded', { ...one, leftMinor: 0 }));
    given(...waiting)
      .when('ReviewWaiting', { budgetId }, now, having(800))
      .then(reserved(small), reserved(third));
    given(...waiting)
      .when('ReviewWaiting', { budgetId, monthlyBudgetMinor: 400 }, now, having(0))
      .then(reserved(small));
  });

  it('is free again for what is not paid, and that is never reserved again', () => {
    const returned = event('BudgetReturned', small);
    given(reserved(small)).when('ReturnBudget', small, now, having(1_000)).then(returned);
    given(reserved(small), returned).when('ReturnBudget', small, now, having(1_000)).thenNothing();
    given(reserved(small), returned).when('ReserveBudget', small, now, having(1_000)).thenNothing();
    given(reserved(small), returned)
      .when('ReserveBudget', asked('small', 400, 2), now, having(400))
      .then(reserved(asked('small', 400, 2)));
  });

  it('never reserves more than there is, whatever happens, unless somebody grants it', () => {
    const anything = fc.record({
      command: fc.constantFrom('ReserveBudget', 'AskAgain', 'ReturnBudget', 'ReviewWaiting'),
      name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      attempt: fc.integer({ min: 1, max: 2 }),
    });
    const amounts = { a: 100, b: 250, c: 400, d: 600, e: 900 } as const;
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 60 }), (all) => {
        const events: NewEvent[] = [];
        for (const { command, name, attempt } of all) {
          const state = fold(budget, events);
          const circumstances = { at: now, by: { id: 'nobody', roles: [] }, ...having(1_000) };
          const decide = budget.decide[command as 'ReserveBudget'];
          const one = asked(name, amounts[name as 'a'], attempt);
          const outcome = decide(one, state, circumstances);
          if (isRefusal(outcome)) continue;
          events.push(...outcome);
          const after = fold(budget, events);
          const held = Object.values(after.entries).filter(({ kind }) => kind === 'reserved');
          expect(after.reservedMinor).toBe(held.reduce((sum, entry) => sum + entry.asked.amount.amountMinor, 0));
          expect(after.reservedMinor).toBeLessThanOrEqual(1_000);
          expect(waitingIn(after).waiting).toBe(
            Object.values(after.entries).filter(({ kind }) => kind === 'waiting').length,
          );
          const again = decide(one, after, circumstances);
          if (!isRefusal(again)) expect(again).toEqual([]);
        }
      }),
    );
  });
});

import { type Platform, startPlatform } from '@redress/service-host/testing';
import fc from 'fast-check';
import { CompensationModule } from './compensation.module.js';
import { payingOn, references } from './testing/paying.js';
import { triagedOn } from './testing/teller.js';

describe('A payout, whatever the payment system does', () => {
  let platform: Platform;
  beforeEach(async () => {
    platform = await startPlatform(CompensationModule, { at: '2026-03-02T09:00:00Z' });
  });
  afterEach(() => platform.stop());

  it('is the same on both sides after any faults, restarts and repetitions, and each is paid at most once', async () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.constant({ what: 'propose' } as const) },
      {
        weight: 3,
        arbitrary: fc.record({ what: fc.constant('lose' as const), count: fc.integer({ min: 1, max: 3 }) }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ what: fc.constant('refuse' as const), count: fc.integer({ min: 1, max: 2 }) }),
      },
      { weight: 2, arbitrary: fc.constant({ what: 'retry' } as const) },
      { weight: 2, arbitrary: fc.constant({ what: 'reverse' } as const) },
      { weight: 2, arbitrary: fc.constant({ what: 'wait' } as const) },
      { weight: 1, arbitrary: fc.constant({ what: 'restart' } as const) },
    );
    const made: string[] = [];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        for (const one of steps) {
          if (one.what === 'propose') made.push(await payingOn(platform).proposes(await triagedOn(platform)));
          if (one.what === 'lose') await payingOn(platform).prepare({ loseAnswerNext: one.count });
          if (one.what === 'refuse') await payingOn(platform).prepare({ refuseNext: one.count });
          if (one.what === 'retry') for (const each of made) await platform.as('finance').post(`${each}/retry`);
          if (one.what === 'reverse' && made.length > 0)
            await platform.as('finance').post(`${made.at(-1)}/reverse`, { reason: '착오' });
          if (one.what === 'wait') await payingOn(platform).later(10_000);
          if (one.what === 'restart') platform = await platform.restart();
        }
        await payingOn(platform).prepare({ loseAnswerNext: 0, refuseNext: 0 });
        await payingOn(platform).later(3_600_000);
        const there = await payingOn(platform).entries();
        const stands = (state: string) => there.filter((entry) => entry.state === state);
        const [paid, failed] = [
          await payingOn(platform).events('CompensationPaid'),
          await payingOn(platform).events('PayoutFailed'),
        ];
        const reversed = await payingOn(platform).events('CompensationReversed');
        expect(references(await payingOn(platform).events('PayoutOrdered'))).toEqual(references(there));
        expect(references([...stands('executed'), ...stands('reversed')])).toEqual(references(paid));
        expect(references(stands('refused'))).toEqual(references(failed));
        expect(references(stands('reversed'))).toEqual(references(reversed));
        const payments = [...stands('executed'), ...stands('reversed')].map(({ compensationId }) => compensationId);
        expect(new Set(payments).size).toBe(payments.length);
        expect(
          payments.length + new Set(stands('refused').map(({ compensationId }) => compensationId)).size,
        ).toBeGreaterThanOrEqual(made.length);
      }),
      { numRuns: 6 },
    );
    const { body } = await platform.as('finance').get('/api/compensation/budgets/2026-03.KRW');
    const kept =
      (await payingOn(platform).events('CompensationPaid')).length -
      (await payingOn(platform).events('CompensationReversed')).length;
    expect((body as { reservedMinor: number }).reservedMinor).toBe(kept * 10_000);
  }, 240_000);
});

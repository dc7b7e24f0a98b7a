import { type Platform, startPlatform } from '@redress/service-host/testing';
import { CompensationModule } from './compensation.module.js';
import { payingOn, references } from './testing/paying.js';
import { triagedOn } from './testing/teller.js';

describe('A payout whose answer is lost', () => {
  let platform: Platform;
  beforeEach(async () => {
    platform = await startPlatform(CompensationModule, { at: '2026-03-02T09:00:00Z' });
  });
  afterEach(() => platform.stop());

  it('is paid once though every answer is lost, and the process with them', async () => {
    const complaintId = await triagedOn(platform);
    await payingOn(platform).prepare({ loseAnswerNext: 1 });
    await payingOn(platform).proposes(complaintId);
    await platform.settled();
    expect(await payingOn(platform).entries()).toMatchObject([{ state: 'executed' }]);
    expect(await payingOn(platform).events('CompensationPaid')).toEqual([]);
    platform = await platform.restart();
    await payingOn(platform).later(60_000);
    expect(await payingOn(platform).entries()).toHaveLength(1);
    expect(references(await payingOn(platform).events('CompensationPaid'))).toEqual(
      references(await payingOn(platform).entries()),
    );
  });

  it('is taken back once though the answers to it are lost', async () => {
    const complaintId = await triagedOn(platform);
    const one = await payingOn(platform).proposes(complaintId);
    await platform.settled();
    await payingOn(platform).prepare({ loseAnswerNext: 2 });
    await platform.as('finance').post(`${one}/reverse`, { reason: '착오' });
    await platform.settled();
    expect(await payingOn(platform).entries()).toMatchObject([{ state: 'reversed' }]);
    expect(await payingOn(platform).events('CompensationReversed')).toEqual([]);
    platform = await platform.restart();
    await payingOn(platform).later(60_000);
    expect(await payingOn(platform).events('CompensationReversed')).toHaveLength(1);
    expect(await payingOn(platform).entries()).toHaveLength(1);
  });
});

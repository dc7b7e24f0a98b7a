import type { ComplaintId, TermShown } from '@redress/contracts';
import { event } from '@redress/eventing';
import { type Platform, startPlatform } from '@redress/service-host/testing';
import { AnalyticsModule } from './analytics.module.js';
import { telling } from './testing/telling.js';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform(AnalyticsModule, { at: '2026-03-15T00:00:00Z' });
  const { tell, received, messageId } = telling(platform);
  const describes = async (
    complaintId: ComplaintId,
    message: string,
    at: string,
    ...terms: string[]
  ): Promise<void> => {
    const told = {
      complaintId,
      messageId: messageId(message),
      language: 'ko',
      length: 20,
      personalPatterns: false,
    } as const;
    await tell(event('TextDescribed', { ...told, terms: terms.map((term) => ({ term })) }), at);
  };
  const kettle = await received('kettle', '2026-03-01T00:00:00Z', { productCode: 'KETTLE' });
  const mug = await received('mug', '2026-03-08T00:00:00Z', { productCode: 'MUG', channel: 'chat' });
  const other = await received('other', '2026-03-09T00:00:00Z', { productCode: 'MUG' });
  await describes(kettle, 'first', '2026-03-01T00:00:00Z', '배송', '누수');
  await describes(mug, 'second', '2026-03-08T00:00:00Z', '파손', '배송');
  await describes(mug, 'third', '2026-03-08T12:00:00Z', '파손');
  await describes(other, 'fourth', '2026-03-09T00:00:00Z', '파손');
  await platform.settled();
});
afterAll(() => platform.stop());

const terms = async (more = ''): Promise<readonly TermShown[]> =>
  (await platform.as('analyst').get(`/api/analytics/terms?from=2026-03-08T00:00:00Z&to=2026-03-15T00:00:00Z${more}`))
    .body;

describe('Words of the vocabulary', () => {
  it('are counted by the complaints that hold them, beside the week before', async () => {
    expect(await terms()).toEqual([
      { term: '파손', complaints: 2, before: 0 },
      { term: '배송', complaints: 1, before: 1 },
    ]);
  });

  it('stand by product or channel', async () => {
    expect(await terms('&by=product')).toEqual([
      { term: '파손', group: 'MUG', complaints: 2, before: 0 },
      { term: '배송', group: 'MUG', complaints: 1, before: 0 },
    ]);
    expect(await terms('&by=channel')).toContainEqual({ term: '파손', group: 'chat', complaints: 1, before: 0 });
  });

  it('that rise are found', async () => {
    expect(await terms('&rising=true')).toEqual([{ term: '파손', complaints: 2, before: 0 }]);
  });
});

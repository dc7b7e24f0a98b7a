import { Module } from '@nestjs/common';
import { AnalyticsModule } from '@redress/analytics';
import type { KpiShown } from '@redress/contracts';
import { DirectoryModule } from '@redress/directory';
import { IntakeModule } from '@redress/intake';
import { type Platform, startPlatform } from '@redress/service-host/testing';
import { SlaModule } from '@redress/sla';

@Module({ imports: [DirectoryModule, IntakeModule, SlaModule, AnalyticsModule] })
class CountingModule {}

describe('What people do with complaints', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startPlatform(CountingModule, {
      at: '2026-03-02T00:00:00Z',
      environment: { INITIAL_PASSWORD: 'a password for journeys 1' },
    });
  });
  afterAll(() => platform.stop());

  const says = async (id: string, what: string, body: object): Promise<void> => {
    const { status, text } = await platform.as('agent').post(`/api/intake/complaints/${id}/${what}`, body);
    if (status >= 300) throw new Error(`${what}: ${status} ${text}`);
  };

  it('is what the figures count, with the promises that were kept and missed', async () => {
    const complaint = {
      channel: 'web',
      customer: { id: 'C-1', name: '김민수', email: 'minsu@example.com', tier: 'gold' },
      productCode: 'TV-55',
      text: '화면이 나오지 않습니다.',
    };
    const receive = async (): Promise<string> =>
      (await platform.as('agent').post('/api/intake/complaints', complaint)).body.complaintId;
    const answered = await receive();
    await platform.reaches('2026-03-02T01:30:00Z');
    await says(answered, 'replies', { text: '확인하겠습니다.', asksCustomer: false });
    const forgotten = await receive();
    await platform.reaches('2026-03-03T12:00:00Z');
    await says(answered, 'resolve', { remedy: 'exchange', text: '교환해 드렸습니다.' });
    await platform.settled();

    const days = 'from=2026-03-01T15:00:00Z&to=2026-03-03T15:00:00Z&grain=day&zone=Asia/Seoul';
    const shown = await platform.as('analyst').get(`/api/analytics/kpis?${days}&category=TV`);
    expect(shown.status).toBe(200);
    const figuresShown = shown.body as readonly KpiShown[];
    expect(figuresShown).toMatchObject([
      { received: 2, open: 2, repeats: 1, firstResponse: { count: 1, meanMinutes: 90 } },
      { received: 0, open: 1, resolution: { count: 1, medianMinutes: 2_160 } },
    ]);
    const [first, second] = figuresShown.map(({ promises }) => promises);
    expect(first).toEqual([{ metric: 'first-response', kept: 1, missed: 0, keptBasisPoints: 10_000 }]);
    expect(second).toEqual([
      { metric: 'first-response', kept: 0, missed: 1, keptBasisPoints: 0 },
      { metric: 'resolution', kept: 1, missed: 0, keptBasisPoints: 10_000 },
    ]);
    const open = await platform.as('lead').get(`/api/analytics/cases?${days}&figure=open`);
    expect(open.body.items).toMatchObject([{ complaintId: forgotten }]);
    expect(open.text).not.toContain('김민수');
  });
});

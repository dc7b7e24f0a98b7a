import type { CompensationId, ComplaintId, CustomerKey, KpiShown, PersonId, TeamId } from '@redress/contracts';
import { derivedId, event, type NewEvent } from '@redress/eventing';
import { type Platform, startPlatform } from '@redress/service-host/testing';
import { AnalyticsModule } from './analytics.module.js';
import { telling } from './testing/telling.js';

const customerKey = derivedId('customer', 'Minsu') as CustomerKey;
const team = derivedId('team', 'one') as TeamId;
const march = 'from=2026-02-28T15:00:00Z&to=2026-03-31T15:00:00Z&zone=Asia/Seoul';
const terms = { policyVersion: 1, severity: 'normal', promiseMinutes: 1440, warnings: [] } as const;

let platform: Platform;
const ids = new Map<string, ComplaintId>();
const id = (name: string): ComplaintId => ids.get(name) as ComplaintId;

const tellOfMarch = async (): Promise<void> => {
  const { tell, received, messageId } = telling(platform);
  const order = { sellerId: 'S-1', region: '서울', brand: '=HYPERLINK("x")' };
  ids.set('A', await received('A', '2026-03-02T00:00:00Z', { customerKey, productCode: 'TV-55', order, tier: 'gold' }));
  ids.set('B', await received('B', '2026-03-02T15:00:00Z', { customerKey, productCode: 'TV-55', channel: 'chat' }));
  ids.set('C', await received('C', '2026-03-31T14:59:59.999Z', { productCode: 'MUG' }));
  ids.set('old', await received('old', '2017-05-01T00:00:00Z', { productCode: 'MUG' }, 'historically'));
  const sorted = { type: 'quality', severity: 'important', scope: 'many', urgency: 'soon', team: 'quality' } as const;
  const ownerId = derivedId('person', 'owner') as PersonId;
  const assigned = { ownerId, teamId: team, round: 1, cause: 'taken', policyVersion: 1 } as const;
  const compensationId = derivedId('compensation', 'A') as CompensationId;
  const ofA = { complaintId: id('A'), messageId: messageId('later') };
  const booked = {
    complaintId: id('A'),
    compensationId,
    reference: 'R-1',
    amount: { amountMinor: 5_000, currency: 'KRW' },
  };
  const firstResponse = { metric: 'first-response', terms } as const;
  const resolved = (resolvedAt: Date) =>
    event('ComplaintResolved', { ...ofA, text: '…', remedy: 'refund', resolvedAt });
  const happens = (at: string, what: (instant: Date) => NewEvent): Promise<void> => tell(what(new Date(at)), at);

  await happens('2026-03-02T00:01:00Z', (triagedAt) =>
    event('ComplaintTriaged', { complaintId: id('A'), ...sorted, triagedAt, rulesVersion: 1, fired: [] }),
  );
  await happens('2026-03-02T00:02:00Z', (assignedAt) =>
    event('OwnerAssigned', { complaintId: id('A'), ...assigned, assignedAt }),
  );
  await happens('2026-03-02T00:30:59Z', (repliedAt) =>
    event('AgentReplied', { ...ofA, text: '…', repliedAt, asksCustomer: false }),
  );
  await happens('2026-03-02T00:30:59Z', (metAt) =>
    event('TargetMet', { complaintId: id('A'), ...firstResponse, metAt }),
  );
  await happens('2026-03-03T00:00:00Z', resolved);
  await happens('2026-03-03T15:00:00Z', (dueAt) =>
    event('TargetMissed', { complaintId: id('B'), ...firstResponse, dueAt }),
  );
  await happens('2026-03-04T00:00:00Z', (paidAt) => event('CompensationPaid', { ...booked, kind: 'coupon', paidAt }));
  await happens('2026-03-05T00:00:00Z', (reopenedAt) =>
    event('ComplaintReopened', { ...ofA, reopenedAt, policyVersion: 1 }),
  );
  await happens('2026-03-09T00:00:00Z', resolved);
  await happens('2026-03-20T00:00:00Z', (reversedAt) => event('CompensationReversed', { ...booked, reversedAt }));
};

beforeAll(async () => {
  platform = await startPlatform(AnalyticsModule, { at: '2026-04-01T00:00:00Z' });
  await tellOfMarch();
  await platform.settled();
});
afterAll(() => platform.stop());

const kpis = async (query: string): Promise<readonly KpiShown[]> => {
  const { status, body } = await platform.as('analyst').get(`/api/analytics/kpis?${query}`);
  expect(status).toBe(200);
  return body;
};
const cases = async (query: string): Promise<readonly unknown[]> =>
  (await platform.as('lead').get(`/api/analytics/cases?${query}`)).body.items;

describe('The figures of a month', () => {
  it('tell what came in, was answered, resolved, promised and paid, with what was open at the end', async () => {
    expect(await kpis(`${march}&grain=month`)).toEqual([
      {
        from: '2026-02-28T15:00:00.000Z',
        until: '2026-03-31T15:00:00.000Z',
        received: 3,
        // Of 2017 one is open still.
        open: 3,
        repeats: 1,
        reopened: 1,
        firstResponse: { count: 1, meanMinutes: 30, medianMinutes: 30, p90Minutes: 30 },
        resolution: { count: 2, meanMinutes: 5_760, medianMinutes: 1_440, p90Minutes: 10_080 },
        promises: [{ metric: 'first-response', kept: 1, missed: 1, keptBasisPoints: 5_000 }],
        costs: [{ currency: 'KRW', bookings: 2, paidMinor: 5_000, reversedMinor: 5_000, costMinor: 0 }],
        phases: [
          { phase: 'received', stays: { count: 1, meanMinutes: 30, medianMinutes: 30, p90Minutes: 30 } },
          { phase: 'in-progress', stays: { count: 2, meanMinutes: 3_585, medianMinutes: 1_409, p90Minutes: 5_760 } },
          { phase: 'resolved', stays: { count: 1, meanMinutes: 2_880, medianMinutes: 2_880, p90Minutes: 2_880 } },
        ],
      },
    ]);
  });

  it('are each cut where days begin in the zone that was named', async () => {
    const days = await kpis(
      `from=2026-03-01T15:00:00Z&to=2026-03-03T15:00:00Z&grain=day&zone=Asia/Seoul&figures=received,open`,
    );
    expect(days.map(({ received, open }) => [received, open])).toEqual([
      [1, 2],
      [1, 2],
    ]);
    const elsewhere = await kpis(
      `from=2026-03-02T00:00:00Z&to=2026-03-03T00:00:00Z&grain=day&zone=UTC&figures=received`,
    );
    expect(elsewhere.map(({ received }) => received)).toEqual([2]);
  });

  it('have days of 23 and 25 hours where clocks are set, and weeks from Monday', async () => {
    const hours = (shown: readonly KpiShown[]): number[] =>
      shown.map(({ from, until }) => (new Date(until).getTime() - new Date(from).getTime()) / 3_600_000);
    const berlin = 'grain=day&zone=Europe/Berlin&figures=received';
    expect(hours(await kpis(`from=2026-03-27T23:00:00Z&to=2026-03-30T22:00:00Z&${berlin}`))).toEqual([24, 23, 24]);
    expect(hours(await kpis(`from=2026-10-23T22:00:00Z&to=2026-10-26T23:00:00Z&${berlin}`))).toEqual([24, 25, 24]);
    const weeks = await kpis('from=2026-03-04T00:00:00Z&to=2026-03-18T00:00:00Z&grain=week&zone=UTC&figures=received');
    expect(weeks.map(({ from }) => from.toString().slice(0, 10))).toEqual(['2026-03-04', '2026-03-09', '2026-03-16']);
  });

  it('count what was imported when it happened, or leave it out', async () => {
    const of2017 = 'from=2017-01-01T00:00:00Z&to=2018-01-01T00:00:00Z&grain=year&zone=UTC&figures=received,open';
    expect(await kpis(of2017)).toMatchObject([{ received: 1, open: 1 }]);
    expect(await kpis(`${of2017}&historical=false`)).toMatchObject([{ received: 0, open: 0 }]);
    expect(await kpis(`${march}&grain=month&historical=false&figures=open`)).toMatchObject([{ open: 2 }]);
  });

  it.each([
    ['product', ['MUG', 'TV-55']],
    ['category', ['MUG', 'TV']],
    ['channel', ['chat', 'web']],
    ['type', ['quality', undefined]],
    ['severity', ['important', undefined]],
    ['team', [team, undefined]],
    ['region', ['서울', undefined]],
    ['seller', ['S-1', undefined]],
    ['tier', ['gold', undefined]],
  ] as const)('stand by %s, those of no known one last', async (by, groups) => {
    const shown = await kpis(`${march}&grain=month&by=${by}&figures=received`);
    expect(shown.map(({ group }) => group)).toEqual(groups);
    expect(shown.reduce((sum, { received = 0 }) => sum + received, 0)).toBe(3);
  });

  it('are of the complaints that were selected', async () => {
    const figures = 'grain=month&figures=received,resolution';
    expect(await kpis(`${march}&${figures}&category=TV&channel=web`)).toMatchObject([
      { received: 1, resolution: { count: 2 } },
    ]);
    expect(await kpis(`${march}&${figures}&team=${team}`)).toMatchObject([{ received: 1 }]);
    expect(await kpis(`${march}&${figures}&severity=high-risk`)).toMatchObject([{ received: 0 }]);
  });
});

describe('The cases behind a figure', () => {
  it('are named, with when it happened to them, as often as it did', async () => {
    expect(await cases(`${march}&grain=month&figure=resolution`)).toEqual([
      { complaintId: id('A'), caseNumber: 'A', at: '2026-03-03T00:00:00.000Z', minutes: 1_440 },
      { complaintId: id('A'), caseNumber: 'A', at: '2026-03-09T00:00:00.000Z', minutes: 10_080 },
    ]);
    expect(await cases(`${march}&grain=month&figure=promises&kind=first-response-missed`)).toMatchObject([
      { caseNumber: 'B' },
    ]);
    expect(await cases(`${march}&grain=month&figure=repeats`)).toMatchObject([{ caseNumber: 'B' }]);
    expect(await cases(`${march}&grain=month&figure=costs&kind=KRW`)).toMatchObject([
      { amountMinor: 5_000 },
      { amountMinor: -5_000 },
    ]);
    expect(await cases(`${march}&grain=month&figure=phases&kind=resolved`)).toMatchObject([{ minutes: 2_880 }]);
    expect(await cases(`${march}&grain=month&figure=open`)).toMatchObject([
      { caseNumber: 'old' },
      { caseNumber: 'B' },
      { caseNumber: 'C' },
    ]);
  });

  it('are those of one bucket and group', async () => {
    const days = `${march}&grain=day&figure=received`;
    expect(await cases(`${days}&bucket=2026-03-02T15:00:00Z`)).toMatchObject([{ caseNumber: 'B' }]);
    expect(await cases(`${days}&by=product&group=TV-55`)).toMatchObject([{ caseNumber: 'A' }, { caseNumber: 'B' }]);
    expect(await cases(`${days}&by=type&ungrouped=true`)).toMatchObject([{ caseNumber: 'B' }, { caseNumber: 'C' }]);
    expect(await cases(`${days.replace('received', 'open')}&bucket=2026-03-02T15:00:00Z`)).toMatchObject([
      { caseNumber: 'old' },
      { caseNumber: 'B' },
    ]);
  });

  it('come in parts', async () => {
    const path = `/api/analytics/cases?${march}&grain=month&figure=received&limit=2`;
    const first = (await platform.as('auditor').get(path)).body;
    const second = (await platform.as('auditor').get(`${path}&cursor=${first.next}`)).body;
    expect([...first.items, ...second.items].map(({ caseNumber }) => caseNumber)).toEqual(['A', 'B', 'C']);
    expect(second.next).toBeUndefined();
    const foreign = await platform.as('auditor').get(`${path}&cursor=eyJ4IjoxfQ`);
    expect([foreign.status, foreign.body.errors]).toEqual([400, [{ field: 'cursor', message: expect.any(String) }]]);
  });
});

describe('As CSV', () => {
  it('figures are a table with a line for each bucket and group; what looks like a formula is none', async () => {
    const query = `${march}&grain=month&by=brand&figures=received,costs`;
    const { headers, text } = await platform.as('finance').get(`/api/analytics/kpis?${query}&format=csv`);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    const stretch = '2026-02-28T15:00:00.000Z,2026-03-31T15:00:00.000Z';
    expect(text.split('\r\n')).toEqual([
      'from,until,group,received,KRW.bookings,KRW.paidMinor,KRW.reversedMinor,KRW.costMinor',
      `${stretch},"'=HYPERLINK(""x"")",1,2,5000,5000,0`,
      `${stretch},,2,,,,`,
      '',
    ]);
  });

  it('cases come all at once, with a mark for spreadsheets where it is wanted', async () => {
    const query = `${march}&grain=month&figure=received&bom=true`;
    const { text } = await platform.as('administrator').get(`/api/analytics/cases?${query}`, { accept: 'text/csv' });
    const lines = text.split('\r\n');
    expect(lines[0]).toBe('\uFEFFcomplaintId,caseNumber,at,kind,minutes,amountMinor');
    expect(lines).toHaveLength(5);
    expect(lines[1]).toBe(`${id('A')},A,2026-03-02T00:00:00.000Z,,,`);
  });
});

describe('A question', () => {
  const refused = async (query: string): Promise<readonly string[]> => {
    const { status, body } = await platform.as('analyst').get(`/api/analytics/${query}`);
    expect(status).toBe(400);
    return (body.errors as readonly { field: string }[]).map(({ field }) => field);
  };

  it('that has no answer is refused, and told why', async () => {
    const day = 'grain=day&zone=UTC';
    expect(await refused(`kpis?from=2026-03-02T00:00:00Z&to=2026-03-02T00:00:00Z&${day}`)).toEqual(['to']);
    expect(await refused(`kpis?from=2026-03-02T00:00:00Z&to=2029-03-02T00:00:00Z&${day}`)).toEqual(['grain']);
    expect(await refused(`kpis?from=1970-01-01T00:00:00Z&to=9999-01-01T00:00:00Z&grain=hour&zone=UTC`)).toEqual([
      'grain',
    ]);
    expect(await refused(`kpis?${march.replace('Asia/Seoul', 'Asia/Atlantis')}&grain=day`)).toEqual(['zone']);
    expect(await refused(`kpis?${march.replace('Asia/Seoul', '%2B09:00')}&grain=day`)).toEqual(['zone']);
    expect(await refused(`cases?${march}&grain=day&figure=received&bucket=2026-03-02T00:00:00Z`)).toEqual(['bucket']);
    expect(await refused(`kpis?${march}&grain=day&figures=profit`)).toEqual(['figures']);
    expect(await refused(`terms?from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z`)).toEqual(['to']);
  });

  it('with as many buckets as are allowed is answered', async () => {
    const shown = await kpis('from=2026-01-01T00:00:00Z&to=2026-02-11T16:00:00Z&grain=hour&zone=UTC&figures=received');
    expect(shown).toHaveLength(1_000);
    expect(await refused('kpis?from=2026-01-01T00:00:00Z&to=2026-02-11T16:00:01Z&grain=hour&zone=UTC')).toEqual([
      'grain',
    ]);
  });

  it('with more groups than are allowed is refused', async () => {
    const { received } = telling(platform);
    const at = '2018-06-01T00:00:00Z';
    for (let number = 1; number <= 101; number += 1)
      await received(`P-${number}`, at, { productCode: `P${number}-1` }, 'historically');
    await platform.settled();
    const of2018 = `from=2018-01-01T00:00:00Z&to=2019-01-01T00:00:00Z&grain=year&zone=UTC&figures=received`;
    expect(await refused(`kpis?${of2018}&by=product`)).toEqual(['by']);
    expect(await kpis(`${of2018}&by=product&category=P7`)).toMatchObject([{ group: 'P7-1', received: 1 }]);
  });

  it('may be asked by those whom figures concern', async () => {
    const path = `/api/analytics/kpis?${march}&grain=month`;
    for (const role of ['analyst', 'lead', 'finance', 'auditor', 'administrator'] as const)
      expect((await platform.as(role).get(path)).status).toBe(200);
    for (const role of ['agent', 'legal', 'importer'] as const)
      expect((await platform.as(role).get(path)).status).toBe(403);
    expect((await platform.anonymous.get(path)).status).toBe(401);
  });
});

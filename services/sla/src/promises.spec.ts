import { type Platform, startPlatform } from '@redress/service-host/testing';
import { shippedPolicy } from './policy.decider.js';
import { SlaModule } from './sla.module.js';
import { complaintOn } from './testing/teller.js';

const firstResponse = { metric: 'first-response' };
const resolution = { metric: 'resolution' };

describe('Promises about a complaint', () => {
  let platform: Platform;
  const eventsOf = async (type: string): Promise<number> => {
    const { store } = platform.application.runtime.adapters;
    return (await store.readLog('' as never, 5000)).filter((stored) => stored.type === `sla.${type}`).length;
  };
  const items = async (path: string): Promise<readonly Record<string, unknown>[]> =>
    (await platform.as('lead').get(path)).body.items;

  beforeEach(async () => {
    platform = await startPlatform(SlaModule, { at: '2026-03-02T09:00:00Z' });
  });
  afterEach(() => platform.stop());

  it('run from the moment it reached us, on the terms that were shipped', async () => {
    const complaint = complaintOn(platform);
    await complaint.isReceived('2026-03-02T08:30:00Z');
    const started = {
      complaintId: complaint.complaintId,
      state: 'running',
      severity: 'normal',
      policyVersion: 1,
      startedAt: '2026-03-02T08:30:00.000Z',
      verdictWithdrawn: false,
      metByEscalation: false,
      historical: false,
    };
    expect(await complaint.clocks()).toEqual([
      { ...started, ...firstResponse, promiseMinutes: 1440, dueAt: '2026-03-03T08:30:00.000Z' },
      { ...started, ...resolution, promiseMinutes: 10_080, dueAt: '2026-03-09T08:30:00.000Z' },
    ]);
  });

  it('are kept when somebody answers and resolves it in time, and nobody is warned', async () => {
    const complaint = complaintOn(platform);
    await complaint.isReceived('2026-03-02T09:00:00Z');
    await platform.reaches('2026-03-02T10:00:00Z');
    await complaint.isAnswered('2026-03-02T10:00:00Z');
    await complaint.isResolved('2026-03-02T10:00:00Z');
    await platform.reaches('2026-03-20T00:00:00Z');
    const met = { state: 'met', reachedAt: '2026-03-02T10:00:00.000Z' };
    expect(await complaint.clocks()).toMatchObject([met, met]);
    expect(await items('/api/sla/breaches')).toEqual([]);
    expect(await eventsOf('DeadlineNeared')).toBe(0);
  });

  it('are warned of at 75 and 90 percent, and broken once, at the promised time', async () => {
    const complaint = complaintOn(platform);
    await complaint.isReceived('2026-03-02T09:00:00Z');
    await platform.reaches('2026-03-03T02:59:59Z');
    expect((await complaint.clocks())[0]).not.toHaveProperty('warnedPercent');
    await platform.reaches('2026-03-03T03:00:00Z');
    expect((await complaint.clocks())[0]).toMatchObject({ state: 'running', warnedPercent: 75 });
    await platform.reaches('2026-03-03T06:36:00Z');
    expect((await complaint.clocks())[0]).toMatchObject({ state: 'running', warnedPercent: 90 });
    await platform.reaches('2026-03-03T08:59:59Z');
    expect(await items('/api/sla/breaches')).toEqual([]);
    await platform.reaches('2026-03-03T09:00:00Z');
    expect((await complaint.clocks())[0]).toMatchObject({ state: 'missed' });
    await platform.reaches('2026-03-05T00:00:00Z');
    await complaint.isAnswered('2026-03-05T00:00:00Z');
    await complaint.isAnswered('2026-03-05T00:00:00Z');
    expect(await items('/api/sla/breaches')).toEqual([
      {
        complaintId: complaint.complaintId,
        ...firstResponse,
        severity: 'normal',
        policyVersion: 1,
        promiseMinutes: 1440,
        dueAt: '2026-03-03T09:00:00.000Z',
        reachedAt: '2026-03-05T00:00:00.000Z',
        withdrawn: false,
        historical: false,
      },
    ]);
    expect(await items('/api/sla/breaches?outstanding=true')).toEqual([]);
    expect([await eventsOf('TargetMissed'), await eventsOf('TargetReachedLate')]).toEqual([1, 1]);
  });

  it('do not run while we wait for the customer', async () => {
    const complaint = complaintOn(platform);
    await complaint.isReceived('2026-03-02T09:00:00Z');
    await platform.reaches('2026-03-02T19:00:00Z');
    await complaint.isAnswered('2026-03-02T19:00:00Z', { asking: true });
    await platform.reaches('2026-03-20T09:00:00Z');
    expect(await complaint.clocks()).toMatchObject([
      { ...firstResponse, state: 'met' },
      { ...resolution, state: 'paused', pausedAt: '2026-03-02T19:00:00.000Z' },
    ]);
    expect(await items('/api/sla/clocks?paused=true')).toHaveLength(1);
    await complaint.hearsFromCustomer('2026-03-20T09:00:00Z');
    expect((await complaint.clocks())[1]).toMatchObject({ state: 'running', dueAt: '2026-03-26T23:00:00.000Z' });
    await platform.reaches('2026-03-26T22:59:59Z');
    expect((await complaint.clocks())[1]).toMatchObject({ state: 'running', warnedPercent: 90 });
    await platform.reaches('2026-03-26T23:00:00Z');
    expect((await complaint.clocks())[1]).toMatchObject({ state: 'missed' });
    expect([await eventsOf('DeadlineNeared'), await eventsOf('TargetMissed')]).toEqual([2, 1]);
  });

  it('stand still when a lead says so, with a reason, until a lead says otherwise', async () => {
    const complaint = complaintOn(platform);
    await complaint.isReceived('2026-03-02T09:00:00Z');
    const path = `/api/sla/clocks/${complaint.complaintId}/resolution`;
    const reason = { reason: 'The carrier is looking for the parcel.' };
    expect((await platform.as('agent').post(`${path}/pause`, reason)).status).toBe(403);
    expect((await platform.as('lead').post(`${path}/pause`, {})).status).toBe(400);
    const paused = await platform.as('lead').post(`${path}/pause`, reason);
    expect(paused.status).toBe(200);
    const { position } = paused.body as { position: string };
    expect((await complaint.clocks(`?waitFor=${position}`))[1]).toMatchObject({ state: 'paused' });
    await complaint.hearsFromCustomer('2026-03-02T09:00:00Z');
    expect((await complaint.clocks())[1]).toMatchObject({ state: 'paused' });
    await platform.reaches('2026-03-03T09:00:00Z');
    expect((await platform.as('lead').post(`${path}/resume`, { reason: 'It was found.' })).status).toBe(200);
    await platform.settled();
    expect((await complaint.clocks())[1]).toMatchObject({ state: 'running', dueAt: '2026-03-10T09:00:00.000Z' });
    const unknown = await platform.as('lead').post(`${path.replace(/[0-9a-f]{12}/, '000000000000')}/pause`, reason);
    expect([unknown.status, unknown.body.reason]).toEqual([409, 'clock-not-running']);
  });

  it('count on when it is reopened', async () => {
    const complaint = complaintOn(platform);
    await complaint.isReceived('2026-03-02T09:00:00Z');
    await platform.reaches('2026-03-02T19:00:00Z');
    await complaint.isResolved('2026-03-02T19:00:00Z');
    await platform.reaches('2026-03-20T09:00:00Z');
    await complaint.isReopened('2026-03-20T09:00:00Z');
    expect((await complaint.clocks())[1]).toMatchObject({ state: 'running', dueAt: '2026-03-26T23:00:00.000Z' });
    await platform.reaches('2026-03-26T23:00:00Z');
    expect(await items('/api/sla/breaches')).toMatchObject([{ ...resolution, dueAt: '2026-03-26T23:00:00.000Z' }]);
  });

  it('were not broken after all when an answer in time becomes known late; the verdict of then stays visible', async () => {
    const complaint = complaintOn(platform);
    await complaint.isReceived('2026-03-02T09:00:00Z');
    await platform.reaches('2026-03-03T12:00:00Z');
    expect(await items('/api/sla/breaches?outstanding=true')).toHaveLength(1);
    await complaint.isAnswered('2026-03-03T08:00:00Z', { historically: true });
    expect((await complaint.clocks())[0]).toMatchObject({
      state: 'met',
      reachedAt: '2026-03-03T08:00:00.000Z',
      verdictWithdrawn: true,
    });
    expect(await items('/api/sla/breaches')).toMatchObject([{ ...firstResponse, withdrawn: true }]);
    expect(await items('/api/sla/breaches?outstanding=true')).toEqual([]);
    expect(await items('/api/sla/breaches?withdrawn=false')).toEqual([]);
    expect((await complaint.clocks('?at=2026-03-03T12:00:00Z'))[0]).toMatchObject({ state: 'met' });
    expect((await complaint.clocks('?at=2026-03-02T12:00:00Z'))[0]).toMatchObject({ state: 'running' });
  });

  it('of imported history are judged by its own times, and wake nobody', async () => {
    const historically = { historically: true };
    const complaint = complaintOn(platform);
    await complaint.isReceived('2017-05-01T09:00:00Z', historically);
    await complaint.isAnswered('2017-05-01T10:00:00Z', historically);
    await complaint.isResolved('2017-06-01T09:00:00Z', historically);
    const open = complaintOn(platform);
    await open.isReceived('2017-05-01T09:00:00Z', historically);
    await platform.reaches('2026-03-20T00:00:00Z');
    expect(await complaint.clocks()).toMatchObject([
      { ...firstResponse, state: 'met', historical: true },
      { ...resolution, state: 'missed', dueAt: '2017-05-08T09:00:00.000Z', reachedAt: '2017-06-01T09:00:00.000Z' },
    ]);
    expect(await open.clocks()).toMatchObject([{ state: 'running' }, { state: 'running' }]);
    expect(await items('/api/sla/breaches')).toEqual([]);
    expect(await items('/api/sla/breaches?historical=true')).toHaveLength(1);
    expect(await items('/api/sla/clocks')).toEqual([]);
    expect(await items('/api/sla/clocks?historical=true')).toHaveLength(2);
    expect(await eventsOf('DeadlineNeared')).toBe(0);
  });

  it('follow a policy published between two complaints; the earlier one keeps and names its version', async () => {
    const earlier = complaintOn(platform);
    await earlier.isReceived('2026-03-02T09:00:00Z');
    const promises = shippedPolicy.promises.map((one) => ({ ...one, minutes: 120 }));
    const warnings = [{ percent: 50 }];
    expect((await platform.as('agent').put('/api/sla/policy', { promises, warnings })).status).toBe(403);
    const incomplete = await platform.as('lead').put('/api/sla/policy', { promises: promises.slice(1), warnings });
    expect([incomplete.status, incomplete.body.reason]).toEqual([409, 'promise-missing']);
    const published = await platform.as('lead').put('/api/sla/policy', { promises, warnings });
    expect([published.status, published.body.version]).toEqual([200, 2]);
    expect((await platform.as('administrator').put('/api/sla/policy', { promises, warnings })).body.version).toBe(2);
    await platform.settled();
    expect((await platform.as('agent').get('/api/sla/policy')).body).toEqual({ version: 2, promises, warnings });
    expect(await items('/api/sla/policy/versions')).toMatchObject([
      { version: 2, promises, publishedAt: '2026-03-02T09:00:00.000Z', publishedBy: expect.any(String) },
      shippedPolicy,
    ]);

    const later = complaintOn(platform);
    await later.isReceived('2026-03-02T09:00:00Z');
    await platform.reaches('2026-03-02T10:00:00Z');
    expect(await later.clocks()).toMatchObject([{ policyVersion: 2, warnedPercent: 50 }, { promiseMinutes: 120 }]);
    expect(await earlier.clocks()).toMatchObject([{ policyVersion: 1, promiseMinutes: 1440 }, { policyVersion: 1 }]);
    await platform.reaches('2026-03-02T11:00:00Z');
    expect(await items('/api/sla/breaches')).toMatchObject([{ policyVersion: 2 }, { policyVersion: 2 }]);
  });

  it('that are open are listed soonest first, in parts', async () => {
    const complaints = [complaintOn(platform), complaintOn(platform), complaintOn(platform)];
    for (const [index, complaint] of complaints.entries())
      await complaint.isReceived(`2026-03-02T0${index + 5}:00:00Z`);
    const agent = platform.as('agent');
    const first = (await agent.get('/api/sla/clocks?limit=4')).body;
    const second = (await agent.get(`/api/sla/clocks?limit=4&cursor=${first.next}`)).body;
    const listed = [...first.items, ...second.items] as { complaintId: string; dueAt: string }[];
    expect(second.next).toBeUndefined();
    expect(listed.map(({ complaintId }) => complaintId)).toEqual(
      [...complaints, ...complaints].map(({ complaintId }) => complaintId),
    );
    expect(listed.map(({ dueAt }) => dueAt)).toEqual(listed.map(({ dueAt }) => dueAt).sort());
    expect(await items('/api/sla/clocks?dueBefore=2026-03-03T06:00:00Z')).toHaveLength(1);
    expect(await items('/api/sla/clocks?metric=resolution')).toHaveLength(3);
    expect((await platform.as('analyst').get('/api/sla/clocks')).status).toBe(403);
    expect((await platform.anonymous.get('/api/sla/policy')).status).toBe(401);
  });
});

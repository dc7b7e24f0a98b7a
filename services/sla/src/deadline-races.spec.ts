import { beginning } from '@redress/eventing';
import {
  type Faults,
  faultsIn,
  type HandMovedClock,
  type Platform,
  startPlatform,
  until,
} from '@redress/service-host/testing';
import { shippedPolicy } from './policy.decider.js';
import { SlaModule } from './sla.module.js';
import { complaintOn } from './testing/teller.js';

const opening = '2026-03-02T09:00:00Z';
const due = '2026-03-03T09:00:00Z';

describe('A deadline', () => {
  let platform: Platform;
  let faults: Faults;
  beforeEach(async () => {
    platform = await startPlatform(SlaModule, { at: opening });
    faults = await faultsIn(platform.databaseUrl);
  });
  afterEach(async () => {
    await faults.close();
    await platform.stop();
  });

  const adapters = () => platform.application.runtime.adapters;
  const count = async (type: string): Promise<number> =>
    (await adapters().store.readLog(beginning, 5000)).filter((stored) => stored.type.endsWith(`.${type}`)).length;
  const published = async (): Promise<void> => {
    const promises = shippedPolicy.promises.map((one) => ({ ...one, minutes: 120 }));
    const { status } = await platform.as('lead').put('/api/sla/policy', { promises, warnings: [] });
    expect(status).toBe(200);
  };

  it('is kept by an answer of the very same instant, whichever becomes known first', async () => {
    const complaints = Array.from({ length: 10 }, () => complaintOn(platform));
    for (const complaint of complaints) await complaint.isReceived(opening);
    const [early, ...late] = complaints;
    await early?.isAnswered(due);
    await Promise.all([platform.reaches(due), ...late.slice(0, 5).map((complaint) => complaint.isAnswered(due))]);
    for (const complaint of late.slice(5)) await complaint.isAnswered(due);
    for (const complaint of complaints) expect((await complaint.clocks())[0]).toMatchObject({ state: 'met' });
    expect(await count('TargetMissed')).toBe(await count('VerdictWithdrawn'));
    expect((await platform.as('lead').get('/api/sla/breaches?outstanding=true')).body.items).toEqual([]);
  });

  it('is not judged before everything is heard that happened until then', async () => {
    const complaint = complaintOn(platform);
    await complaint.isReceived(opening);
    await platform.reaches('2026-03-03T08:59:00Z');
    const letGo = await faults.begin({
      table: 'redress_log.events',
      on: 'insert',
      when: `new.type = 'sla.TargetMet'`,
      at: 'write',
      outcome: 'known',
    });
    const answered = complaint.isAnswered('2026-03-03T08:59:30Z');
    await until(async () => (await faults.count()) > 0);
    (adapters().clock as HandMovedClock).moveTo(new Date(due));
    const [service] = platform.application.runtime.services;
    await until(async () => {
      const rows: unknown[] = await service!.database.dataSource.query(
        `select 1 from sla.timers where leased_until > now() and due_at <= $1`,
        [new Date(due)],
      );
      return rows.length > 0;
    });
    // Time enough for a worker that would not wait.
    for (let look = 0; look < 50; look += 1) await adapters().store.head();
    await letGo();
    await answered;
    expect((await complaint.clocks())[0]).toMatchObject({ state: 'met', verdictWithdrawn: false });
    expect(await count('TargetMissed')).toBe(0);
  });

  it('follows from the policy of the moment at which the complaint was recorded, though clocks start after the next one', async () => {
    const lift = await faults.begin({
      table: 'redress_log.events',
      on: 'insert',
      when: `new.type = 'sla.ClockStarted'`,
      at: 'write',
      outcome: 'known',
    });
    const complaint = complaintOn(platform);
    const received = complaint.isReceived(opening);
    await until(async () => (await faults.count()) > 0);
    await published();
    await lift();
    await received;
    expect(await complaint.clocks()).toMatchObject([{ policyVersion: 1, promiseMinutes: 1440 }, { policyVersion: 1 }]);
    const next = complaintOn(platform);
    await next.isReceived(opening);
    expect(await next.clocks()).toMatchObject([{ policyVersion: 2, promiseMinutes: 120 }, { policyVersion: 2 }]);
  });

  it('follows from that policy for all clocks of a complaint, though another process starts the second after the next one', async () => {
    const lift = await faults.begin({
      table: 'redress_log.events',
      on: 'insert',
      when: `new.type = 'sla.ClockStarted' and new.data like '%"resolution"%'`,
      at: 'write',
      outcome: 'known',
    });
    const { complaintId, isReceived } = complaintOn({ ...platform, settled: async () => undefined });
    await isReceived(opening);
    await until(async () => (await count('ClockStarted')) === 1);
    await published();
    platform = await platform.restart();
    const before = await faults.count();
    await until(async () => (await faults.count()) > before);
    await lift();
    await platform.settled();
    expect(await complaintOn(platform, complaintId).clocks()).toMatchObject([
      { policyVersion: 1, promiseMinutes: 1440 },
      { policyVersion: 1 },
    ]);
  });

  it('stays as it was told when its complaint is heard again after another policy was published', async () => {
    const lift = await faults.begin({
      table: 'sla.checkpoints',
      on: 'update',
      when: `new.consumer = 'act'`,
      at: 'commit',
    });
    const complaint = complaintOn(platform);
    const received = complaint.isReceived(opening);
    await until(async () => (await count('ClockStarted')) === 2);
    await published();
    const before = await faults.count();
    await until(async () => (await faults.count()) > before);
    await lift();
    await received;
    expect(await complaint.clocks()).toMatchObject([{ policyVersion: 1, promiseMinutes: 1440 }, { policyVersion: 1 }]);
    expect(await count('ClockStarted')).toBe(2);
  });
});

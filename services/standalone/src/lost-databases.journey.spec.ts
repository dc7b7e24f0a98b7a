import { type Platform, startPlatform } from '@redress/service-host/testing';
import { StandaloneModule } from './standalone.module.js';
import { answersTo, type Asker, differing, everythingReadable, type Question } from './testing/everything-readable.js';
import { shopOn, type Tables, tablesOf } from './testing/index.js';
import { type FirstDays, firstDays, type LastDay, lastDay } from './testing/lively-story.js';
import { type WebhookTarget, webhookTarget } from './testing/webhook-target.js';

const password = 'a password for losses 1';
/** What is not made from the log: accounts, the books of the bundled payment system, and what nobody has sent yet. */
const notFromLog: Readonly<Record<string, readonly string[]>> = {
  directory: ['users', 'sign_in_attempts', 'migrations'],
  compensation: ['ledger_entries', 'ledger_faults', 'migrations'],
  desk: ['drafts', 'migrations'],
};

describe('A shop that loses tables', () => {
  let platform: Platform;
  let tables: Tables;
  let target: WebhookTarget;
  let told: FirstDays & LastDay;
  let questions: readonly Question[];
  let before: ReadonlyMap<string, string>;
  let standing: Readonly<Record<string, unknown>>;
  const shop = shopOn(() => platform);

  const answers = async (some = questions): Promise<ReadonlyMap<string, string>> => {
    await platform.settled();
    return answersTo(some, (asker: Asker, path) =>
      asker === 'customer' ? told.customer.get(path) : platform.as(asker).get(path),
    );
  };
  /** What no loss may move: the log, what was paid, what went out to the world. */
  const outOfReach = async (): Promise<Readonly<Record<string, unknown>>> => ({
    head: await platform.store.head(),
    ledger: await shop.items('finance', 'compensation/ledger?limit=200'),
    delivered: [...target.ids],
  });
  /** Values for what the description of the API leaves open. */
  const known = async (): Promise<Readonly<Record<string, readonly string[]>>> => {
    const of = (rows: readonly Readonly<Record<string, unknown>>[], name: string) => [
      ...new Set(rows.map((row) => row[name]).filter((value) => typeof value === 'string')),
    ];
    const complaints = await shop.items('agent', 'intake/complaints?limit=200');
    const customers = complaints.map(({ customer }) => customer as Readonly<Record<string, unknown>>);
    const people = of(await shop.items('administrator', 'directory/people'), 'personId');
    const teams = of(await shop.items('administrator', 'directory/teams'), 'teamId');
    return {
      complaintId: of(complaints, 'complaintId'),
      caseNumber: of(complaints, 'caseNumber'),
      customerKey: of(customers, 'customerKey'),
      personId: people,
      ownerId: people,
      readerId: people,
      teamId: teams,
      team: teams,
      'triage.investigations.list.team': ['quality', 'logistics'],
      budgetId: ['2026-03.KRW', '2026-04.KRW'],
      'analytics.kpis.cases.kind': ['KRW', 'first-response-missed', 'resolution-kept', 'in-progress'],
      day: ['2026-03-02', '2026-03-03'],
      from: ['2026-03-01T15:00:00Z'],
      to: ['2026-03-04T15:00:00Z'],
      'audit.events.events.from': [],
      'date-time': ['2026-03-02T02:10:00Z', '2026-03-03T03:30:00Z'],
      bucket: ['2026-03-02T15:00:00Z'],
      zone: ['Asia/Seoul'],
      q: ['고객', 'kettle', '접수'],
      category: ['TV'],
      'audit.events.events.category': ['intake.complaint,sla.clock', 'notification.notice'],
      product: ['TV-55'],
      productCode: ['TV-55'],
      orderNumber: ['O-1'],
      customerId: ['C-1'],
      seller: ['S-1'],
      region: ['서울'],
      brand: ['Lumen'],
      group: ['TV-55'],
    };
  };
  const losing = async (lose: () => Promise<void>): Promise<void> => {
    await platform.halt();
    await lose();
    platform = await platform.restart();
  };

  beforeAll(async () => {
    target = await webhookTarget();
    platform = await startPlatform(StandaloneModule, {
      at: '2026-03-02T01:00:00Z',
      environment: { INITIAL_PASSWORD: password },
    });
    tables = tablesOf(platform.databaseUrl);
    await platform.settled();
    const first = await firstDays(shop, () => platform);
    // So far messages stayed in the local outbox; from now on they go out.
    Object.assign(process.env, { WEBHOOK_URL: target.url, WEBHOOK_SECRET: 'a secret of twenty-four or more' });
    platform = await platform.restart();
    told = { ...first, ...(await lastDay(shop)) };
    questions = await everythingReadable(await known());
    // Whoever reads a case or the feed is recorded, once an hour: what is read below adds nothing to the log.
    await answers(questions.filter(({ path }) => /\/(complaints|cases|events)\b/.test(path)));
    before = await answers();
    standing = await outOfReach();
  }, 400_000);
  afterAll(async () => {
    for (const name of ['WEBHOOK_URL', 'WEBHOOK_SECRET']) Reflect.deleteProperty(process.env, name);
    await tables.end();
    await platform.stop();
    await target.close();
  });

  it('can be read in all of what the description of its API names, and has something to show', () => {
    const answered = new Set(
      questions
        .filter(({ asker, path }) => before.get(`${asker} ${path}`)?.startsWith('200 '))
        .map(({ operationId }) => operationId),
    );
    const broken = [...before].filter(([, answer]) => answer.startsWith('5'));
    expect(broken.slice(0, 5)).toEqual([]);
    const silent = questions.map(({ operationId }) => operationId).filter((id) => !answered.has(id));
    expect(new Set(silent)).toEqual(new Set());
    expect(target.ids.length).toBeGreaterThan(0);
  });

  it('shows every byte as before once all tables of queries are made again, and does nothing anew', async () => {
    await losing(async () => {
      for (const service of await tables.services()) await tables.dropReadModels(service);
    });
    expect(differing(before, await answers())).toEqual([]);
    expect(await outOfReach()).toEqual(standing);
  }, 240_000);

  it('shows every byte as before when all that is left are log, vault, users, ledger and drafts', async () => {
    await losing(async () => {
      for (const service of await tables.services()) {
        const kept = notFromLog[service];
        if (kept) await tables.dropAllBut(service, kept);
        else await tables.change(`drop schema "${service}" cascade`);
      }
    });
    expect(differing(before, await answers())).toEqual([]);
    expect(await outOfReach()).toEqual(standing);
    const signedIn = await platform.anonymous.post('/api/directory/sign-in', { username: 'agent', password });
    expect(signedIn.status).toBe(200);
  }, 240_000);

  it('keeps its promises from then on: timers fire when they are due, and nothing is said or paid twice', async () => {
    const missed = async (id: string): Promise<number> =>
      (await shop.history(id)).filter((type) => type === 'sla.TargetMissed').length;
    expect(await missed(told.unanswered)).toBe(0);
    await platform.reaches('2026-03-12T01:00:00Z');
    // Its first response and its resolution; the one that was resolved kept both.
    expect([await missed(told.unanswered), await missed(told.resolved)]).toEqual([2, 0]);
    const notices = await shop.notices(told.resolved);
    expect(notices.map(({ kind, state }) => `${kind} ${state}`)).toContain('follow-up sent');
    expect(notices.filter(({ kind }) => kind === 'receipt')).toHaveLength(1);
    expect(new Set(target.ids).size).toBe(target.ids.length);
    expect((await shop.ledger(told.paid)).map(({ state }) => state)).toEqual(['executed']);
    expect(await shop.get('finance', 'compensation/budgets/2026-03.KRW')).toMatchObject({ waiting: 0 });
  }, 240_000);
});

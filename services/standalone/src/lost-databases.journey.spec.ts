import { type Platform, startPlatform } from '@redress/service-host/testing';
import { StandaloneModule } from './standalone.module.js';
import { shopOn, type Tables, tablesOf, won } from './testing/index.js';

const complaints = '/api/intake/complaints';

interface Listed {
  readonly complaintId: string;
}

type Seeing = 'agent' | 'lead' | 'finance' | 'auditor' | 'administrator';

/** Of everything there is a list or an answer of. */
const lists: readonly (readonly [Seeing, string])[] = [
  ['administrator', 'directory/people'],
  ['administrator', 'directory/teams'],
  ['lead', 'sla/clocks'],
  ['lead', 'sla/breaches'],
  ['lead', 'sla/policy/versions'],
  ['lead', 'triage/rules/versions'],
  ['lead', 'triage/ownership-policy/versions'],
  ['lead', 'triage/investigations'],
  ['agent', 'triage/owners/me'],
  ['lead', 'triage/owners/me'],
  ['finance', 'compensation/compensations'],
  ['finance', 'compensation/approvals'],
  ['finance', 'compensation/ledger'],
  ['finance', 'compensation/budgets/2026-03.KRW'],
  ['finance', 'compensation/reconciliations'],
  ['finance', 'compensation/tariff/versions'],
  ['finance', 'compensation/authority/versions'],
  ['agent', 'notification/outbox'],
  ['agent', 'notification/failures'],
  ['agent', 'notification/inbox'],
  ['lead', 'notification/inbox'],
  ['finance', 'notification/inbox'],
  ['lead', 'notification/templates/receipt/versions'],
  ['lead', 'notification/contact-policy/versions'],
];
const ofComplaint: readonly (readonly [Seeing, string])[] = [
  ['agent', 'intake/complaints/:id'],
  ['agent', 'sla/complaints/:id/clocks'],
  ['agent', 'triage/complaints/:id'],
  ['agent', 'compensation/complaints/:id'],
  ['agent', 'notification/complaints/:id/notices'],
  ['auditor', 'audit/complaints/:id/history'],
];

/** What people see of everything: lists, one by one, messages, money, clocks, histories. */
const seenOn = async (platform: Platform): Promise<Readonly<Record<string, unknown>>> => {
  const seen: Record<string, unknown> = {};
  const read = async ([role, path]: readonly [Seeing, string]): Promise<unknown> => {
    const { status, body } = await platform.as(role).get(`/api/${path}`);
    if (status !== 200) throw new Error(`${path}: ${status}`);
    seen[`${role} ${path}`] = body;
    return body;
  };
  await platform.settled();
  const list = (await read(['agent', 'intake/complaints?limit=200'])) as { readonly items: readonly Listed[] };
  for (const one of lists) await read(one);
  for (const { complaintId } of list.items)
    for (const [role, path] of ofComplaint) await read([role, path.replace(':id', complaintId)]);
  return seen;
};

describe('When all that is left are the log, the vault and the users', () => {
  const password = 'a password for losses 1';
  let platform: Platform;
  let tables: Tables;
  beforeAll(async () => {
    platform = await startPlatform(StandaloneModule, {
      at: '2026-03-02T09:00:00Z',
      environment: { INITIAL_PASSWORD: password },
    });
    tables = tablesOf(platform.databaseUrl);
  });
  afterAll(async () => {
    await tables.end();
    await platform.stop();
  });

  const says = async (id: string, what: string, body: object): Promise<void> => {
    const { status, text } = await platform.as('agent').post(`${complaints}/${id}/${what}`, body);
    if (status >= 300) throw new Error(`${what}: ${status} ${text}`);
  };

  it('everything else comes back from the log: nothing is said twice, and timers fire when they are due', async () => {
    const ids: string[] = [];
    for (const number of [1, 2, 3, 4]) {
      const { body } = await platform.anonymous.post(complaints, {
        channel: 'web',
        customer: { id: `C-${number}`, name: '김민수', email: 'minsu@example.com' },
        text: `택배가 아직 오지 않았어요. ${number}`,
      });
      ids.push((body as Listed).complaintId);
    }
    const paid = await moneyAndMen();
    const [asked = '', resolved = ''] = ids;
    await says(asked, 'replies', { text: '송장 번호를 알려 주시겠어요?', asksCustomer: true });
    await says(resolved, 'replies', { text: '확인 중입니다.' });
    await says(resolved, 'resolve', { remedy: 'refund', text: '환불했습니다.' });
    await says(resolved, 'close', {});
    await platform.settled();
    // Whoever reads a case is recorded for an hour: the second look below adds nothing to histories.
    await seenOn(platform);
    const before = await seenOn(platform);
    const head = await platform.store.head();

    await platform.halt();
    await loseAllButUsers();
    platform = await platform.restart();
    const after = await seenOn(platform);
    // Path by path: what differs is then told without all the rest.
    for (const [path, seen] of Object.entries(before)) expect([path, after[path]]).toEqual([path, seen]);
    expect(await platform.store.head()).toEqual(head);
    const signedIn = await platform.anonymous.post('/api/directory/sign-in', { username: 'agent', password });
    expect(signedIn.status).toBe(200);

    const missed = async (id = ''): Promise<number> => {
      const { body } = await platform.as('auditor').get(`/api/audit/complaints/${id}/history`);
      const { entries } = body as { readonly entries: readonly { readonly type: string }[] };
      return entries.filter(({ type }) => type === 'sla.TargetMissed').length;
    };
    const [, , unanswered] = ids;
    expect(await missed(unanswered)).toBe(0);
    await platform.reaches('2026-03-10T09:00:00Z');
    // Its first response and its resolution; the one that was resolved kept both.
    expect([await missed(unanswered), await missed(resolved)]).toEqual([2, 0]);
    expect((await shop.notices(resolved)).map(({ kind, state }) => `${kind} ${state}`)).toContain('follow-up sent');
    const receipts = (await shop.notices(resolved)).filter(({ kind }) => kind === 'receipt');
    expect(receipts).toHaveLength(1);
    expect((await shop.ledger(paid)).map(({ state }) => state)).toEqual(['executed']);
    expect(await shop.get('finance', 'compensation/budgets/2026-03.KRW')).toMatchObject({ reservedMinor: 25_000 });
  }, 120_000);

  const shop = shopOn(() => platform);
  /** A complaint with an owner, a question to another team, a payout, and one that waits for approval. */
  const moneyAndMen = async (): Promise<string> => {
    const order = { number: 'O-1', valueMinor: 50_000, currency: 'KRW' };
    const id = await shop.receives('컵이 깨져서 왔어요.', { customer: { name: '이서연' }, order });
    await shop.does('agent', `triage/complaints/${id}/take`);
    await shop.does('agent', `triage/complaints/${id}/investigations`, { team: 'quality', question: '같은 일이 또?' });
    const approved = await shop.proposes('agent', id, { kind: 'points', amount: won(25_000), reason: '두 번째' });
    await shop.does('lead', `${approved}/approve`);
    await shop.proposes('agent', id, { kind: 'coupon', amount: won(15_000), reason: '덤' });
    const { version: _, ...policy } = await shop.get('lead', 'triage/ownership-policy');
    await shop.puts('lead', 'triage/ownership-policy', { ...policy, confirmWithinMinutes: 1440 });
    return id;
  };

  const loseAllButUsers = async (): Promise<void> => {
    for (const schema of ['intake', 'triage', 'sla', 'notification', 'analytics', 'desk', 'audit'])
      await tables.change(`drop schema "${schema}" cascade`);
    // What is not made from the log stays: accounts, and the books of the bundled payment system.
    await tables.dropAllBut('directory', ['users', 'sign_in_attempts', 'migrations']);
    await tables.dropAllBut('compensation', ['ledger_entries', 'ledger_faults', 'migrations']);
  };
});

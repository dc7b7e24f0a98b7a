import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chance } from '@redress/eventing/testing';
import { type Api, asChannel, channelKey, signIn } from './testing/api.js';
import { type Evidence, evidenceOf, type Stored } from './testing/evidence.js';
import { type RunningProduct, startProduct } from './testing/running-product.js';
import { type Senders, shopUnderLoad } from './testing/shop-under-load.js';

/** REDRESS_SEED repeats a schedule, REDRESS_ROUNDS asks for more of it or less. */
const seed = Number(process.env.REDRESS_SEED ?? Date.now() % 1_000_000);
const rounds = Number(process.env.REDRESS_ROUNDS ?? 20);
const password = 'a password for faults 1';
/** Effects that were being carried out when everything was killed last are taken up again when their lease is over. */
const leaseMs = 120_000;
/** A round is some seconds of load, a start, and what was left unanswered. */
const patienceMs = 120_000 + leaseMs + rounds * 20_000;
/** 75 %, 90 % and the deadline itself, of each of the two promises. */
const timersOfClock = 3;
/** The payment system takes its time, so that payouts are under way at any moment, and keeps some answers to itself. */
const faultsOfPayments = { slowNext: 1_000, slowMs: 150, loseAnswerNext: 2 };

type Row = Readonly<Record<string, unknown>>;

describe(`Everything killed ${rounds} times at random moments under load (seed ${seed})`, () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'redress-faults-'));
  const random = chance(seed);
  const shop = shopUnderLoad(seed);
  let product: RunningProduct;
  let evidence: Evidence;
  let log: readonly Stored[];

  const start = async (): Promise<void> => {
    product = await startProduct(dataDirectory, { INITIAL_PASSWORD: password });
  };
  const of = (type: string): readonly Row[] => log.filter((event) => event.type === type).map(({ data }) => data);
  const fieldOf = (rows: readonly object[], name: string): readonly string[] =>
    sorted(rows.map((row) => String((row as Row)[name])));
  const idsOf = (type: string): readonly string[] => of(type).map(({ complaintId }) => String(complaintId));
  const clocksOf = (type: string, metric: string): readonly string[] =>
    log
      .filter((event) => event.type === type && event.data.metric === metric)
      .map(({ data }) => String(data.complaintId));
  const sorted = (ids: Iterable<string>): readonly string[] => [...ids].toSorted();
  const complaints = (): readonly string[] => sorted([...shop.receipts.values()].map(({ complaintId }) => complaintId));

  const asked = async (who: Api, path: string): Promise<Row> => {
    const { status, body } = await who.ask('GET', `/api/${path}`);
    if (status !== 200) throw new Error(`${path}: ${status}`);
    return body as Row;
  };
  const pagesOf = async (username: string, path: string): Promise<readonly Row[]> => {
    const who = await signIn(product.url, username, password);
    const items: Row[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page = await asked(who, `${path}limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      items.push(...(page['items'] as readonly Row[]));
      cursor = page['next'] as string | undefined;
    }
    who.close();
    return items;
  };

  /** Messages go at any hour, and what writes and pays hears from the first complaint on. */
  const openShop = async (): Promise<void> => {
    const lead = await signIn(product.url, 'lead', password);
    const { version: _, ...policy } = await asked(lead, 'notification/contact-policy');
    const never = { ...policy, quietFromMinute: 0, quietUntilMinute: 0 };
    const { status } = await lead.ask('PUT', '/api/notification/contact-policy', never);
    lead.close();
    expect(status).toBe(200);
    await settled();
  };
  const settled = async (): Promise<void> => {
    const now = evidenceOf(dataDirectory);
    await now.settled();
    await now.close();
  };
  const sending = async (key: string, work: (senders: Senders) => Promise<void>): Promise<void> => {
    const [channel, agent] = [asChannel(product.url, key), await signIn(product.url, 'agent', password)];
    await work({ channel, agent });
    channel.close();
    agent.close();
  };

  beforeAll(async () => {
    await start();
    const key = await channelKey(product.url, password, 'api');
    await openShop();
    for (let round = 0; round < rounds; round += 1) {
      const administrator = await signIn(product.url, 'administrator', password);
      await administrator.ask('POST', '/api/compensation/ledger/faults', faultsOfPayments);
      administrator.close();
      await sending(key, async (senders) => {
        const { answered } = await shop.busyFor(senders, { name: `${round}`, forMs: 300 + random() * 3000 });
        await product.killAll();
        await answered;
      });
      await start();
      await sending(key, (senders) => shop.resend(senders));
    }
    evidence = evidenceOf(dataDirectory);
    await evidence.settled();
    log = await evidence.log();
  }, patienceMs);
  afterAll(async () => {
    await evidence.close();
    await product.stop();
    rmSync(dataDirectory, { recursive: true, force: true });
  });

  it('leaves as many complaints as keys, each with its first id and number, and no number twice', () => {
    expect(shop.unanswered()).toBe(0);
    const receipts = [...shop.receipts.values()];
    expect(
      sorted(of('intake.ComplaintReceived').map((data) => `${String(data.complaintId)} ${String(data.caseNumber)}`)),
    ).toEqual(sorted(receipts.map(({ complaintId, caseNumber }) => `${complaintId} ${caseNumber}`)));
    expect(new Set(receipts.map(({ caseNumber }) => caseNumber)).size).toBe(shop.receipts.size);
  });

  it('leaves each reply once', () => {
    expect(shop.replies.size).toBeGreaterThan(0);
    expect(sorted(idsOf('intake.AgentReplied'))).toEqual(
      sorted([...shop.replies.values()].map(({ complaintId }) => complaintId)),
    );
  });

  it('leaves no event without its cause, and none twice', () => {
    const known = new Set(log.flatMap(({ id, metadata }) => [id, metadata.commandId]));
    expect(log.filter(({ metadata }) => !known.has(metadata.causationId))).toEqual([]);
    expect(new Set(log.map(({ id }) => id)).size).toBe(log.length);
  });

  it('leaves every clock right: two of each complaint, met where somebody answered, waiting where somebody asked', () => {
    const replies = [...shop.replies.values()];
    const answered = sorted(replies.map(({ complaintId }) => complaintId));
    const asking = sorted(replies.filter(({ asksCustomer }) => asksCustomer).map(({ complaintId }) => complaintId));
    for (const metric of ['first-response', 'resolution'])
      expect(sorted(clocksOf('sla.ClockStarted', metric))).toEqual(complaints());
    expect(sorted(clocksOf('sla.TargetMet', 'first-response'))).toEqual(answered);
    expect(sorted(clocksOf('sla.ClockPaused', 'resolution'))).toEqual(asking);
    const verdicts = /^sla\.(TargetMissed|TargetReachedLate|VerdictWithdrawn|DeadlineNeared)$/;
    expect(log.filter(({ type }) => verdicts.test(type))).toEqual([]);
  });

  it('leaves every timer in its place', async () => {
    const streams = log.filter(({ type }) => type === 'sla.ClockStarted').map(({ stream }) => stream);
    const timers = await evidence.timersOf('sla');
    expect(sorted(timers)).toEqual(sorted(streams.flatMap((stream) => Array<string>(timersOfClock).fill(stream))));
  });

  it('has written one receipt for each complaint, and no other message twice', async () => {
    const isReceipt = ({ kind }: Row): boolean => kind === 'receipt';
    for (const type of ['notification.NoticeRequested', 'notification.NoticeSent'])
      expect(fieldOf(of(type).filter(isReceipt), 'complaintId')).toEqual(complaints());
    const rows = (await evidence.rows('notification', 'notices')).filter(isReceipt);
    expect(rows.filter(({ state, carrier }) => state !== 'sent' || carrier !== 'outbox')).toEqual([]);
    expect(fieldOf(rows, 'complaint_id')).toEqual(complaints());
    expect(fieldOf(await pagesOf('agent', 'notification/outbox?kind=receipt&'), 'complaintId')).toEqual(complaints());
    const sent = fieldOf(of('notification.NoticeSent'), 'noticeId');
    expect(new Set(sent).size).toBe(sent.length);
    expect(of('notification.NoticeFailed')).toEqual([]);
    const told = of('notification.NoticeSent').filter(({ kind }) => kind === 'compensation-paid');
    expect(fieldOf(told, 'complaintId')).toEqual(fieldOf([...shop.given.values()], 'complaintId'));
  });

  it('has paid every compensation once: in the log, in the books of the payment system, and over the API', async () => {
    const given = fieldOf([...shop.given.values()], 'compensationId');
    expect(given.length).toBeGreaterThan(0);
    for (const type of ['Proposed', 'Approved', 'Paid'])
      expect(fieldOf(of(`compensation.Compensation${type}`), 'compensationId')).toEqual(given);
    const orders = of('compensation.PayoutOrdered');
    expect(fieldOf(orders, 'compensationId')).toEqual(given);
    const entries = await evidence.rows('compensation', 'ledger_entries');
    expect(entries.filter(({ state }) => state !== 'executed')).toEqual([]);
    expect(fieldOf(entries, 'compensation_id')).toEqual(given);
    expect(fieldOf(entries, 'reference')).toEqual(fieldOf(orders, 'reference'));
    expect(fieldOf(await pagesOf('finance', 'compensation/ledger?'), 'reference')).toEqual(
      fieldOf(orders, 'reference'),
    );
  });

  it('has the same sum in budgets, ledger and log, and both books agree', async () => {
    const sumOf = (amounts: readonly unknown[]): number =>
      amounts.reduce<number>((sum, amount) => sum + Number(amount ?? 0), 0);
    const amountIn = ({ amount }: Row): unknown =>
      (amount as { readonly amountMinor: number } | undefined)?.amountMinor;
    const entries = await evidence.rows('compensation', 'ledger_entries');
    const finance = await signIn(product.url, 'finance', password);
    const paid = sumOf(of('compensation.CompensationPaid').map(amountIn));
    expect(paid).toBeGreaterThan(0);
    expect(sumOf(entries.map(({ amount_minor: minor }) => minor))).toBe(paid);
    expect(sumOf(of('compensation.BudgetReserved').map(amountIn))).toBe(paid);
    const budgets = await Promise.all(
      [...new Set(of('compensation.BudgetAsked').map(({ budgetId }) => String(budgetId)))].map((id) =>
        asked(finance, `compensation/budgets/${id}`),
      ),
    );
    expect(sumOf(budgets.map(({ reservedMinor }) => reservedMinor))).toBe(paid);
    expect(sumOf(budgets.map(({ waiting }) => waiting))).toBe(0);

    // Days of the house, which the load may have begun on one of and ended on the next.
    const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Seoul' });
    const days = new Set(entries.map(({ booked_at: at }) => dayOf.format(new Date(String(at)))));
    for (const day of days) {
      const { status } = await finance.ask('POST', '/api/compensation/reconciliations', { day });
      expect(status).toBe(202);
    }
    finance.close();
    await evidence.settled();
    const compared = await pagesOf('finance', 'compensation/reconciliations?');
    expect(new Set(compared.map(({ day }) => day))).toEqual(days);
    expect(compared.filter(({ differences }) => (differences as readonly unknown[]).length > 0)).toEqual([]);
    expect(sumOf(compared.map(({ agreed }) => agreed))).toBeGreaterThanOrEqual(shop.given.size);
  });

  it(
    'leaves every list as a rebuild from the log makes it, which sends, pays and records nothing',
    async () => {
      await evidence.settled();
      const [before, length] = [await evidence.readModels(), (await evidence.log()).length];
      const ledger = await evidence.rows('compensation', 'ledger_entries');
      await evidence.close();
      expect(await product.stop()).toBe(0);
      await start();
      evidence = evidenceOf(dataDirectory);
      await evidence.dropReadModels();
      await evidence.close();
      await product.killAll();
      await start();
      evidence = evidenceOf(dataDirectory);
      await evidence.settled();
      const after = await evidence.readModels();
      expect(Object.keys(after)).toEqual(Object.keys(before));
      const other = (name: string): boolean => JSON.stringify(after[name]) !== JSON.stringify(before[name]);
      expect(Object.keys(after).filter(other)).toEqual([]);
      expect(Object.values(after).flat().length).toBeGreaterThan(shop.receipts.size);
      expect((await evidence.log()).length).toBe(length);
      expect(await evidence.rows('compensation', 'ledger_entries')).toEqual(ledger);
    },
    60_000 + rounds * 3_000,
  );
});

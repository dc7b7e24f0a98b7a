import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chance } from '@redress/eventing/testing';
import { asChannel, channelKey, signIn } from './testing/api.js';
import { type Evidence, evidenceOf, type Stored } from './testing/evidence.js';
import { type RunningProduct, startProduct } from './testing/running-product.js';
import { shopUnderLoad } from './testing/shop-under-load.js';

/** REDRESS_SEED repeats a schedule, REDRESS_ROUNDS asks for more of it or less. */
const seed = Number(process.env.REDRESS_SEED ?? Date.now() % 1_000_000);
const rounds = Number(process.env.REDRESS_ROUNDS ?? 20);
const password = 'a password for faults 1';
/** Effects that were being carried out when everything was killed last are taken up again when their lease is over. */
const leaseMs = 120_000;
/** A round is some seconds of load, a start, and what was left unanswered. */
const patienceMs = 90_000 + leaseMs + rounds * 20_000;
/** 75 %, 90 % and the deadline itself, of each of the two promises. */
const timersOfClock = 3;

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
  const idsOf = (type: string): readonly string[] =>
    log.filter((event) => event.type === type).map(({ data }) => String(data.complaintId));
  const clocksOf = (type: string, metric: string): readonly string[] =>
    log
      .filter((event) => event.type === type && event.data.metric === metric)
      .map(({ data }) => String(data.complaintId));
  const sorted = (ids: Iterable<string>): readonly string[] => [...ids].toSorted();

  beforeAll(async () => {
    await start();
    const key = await channelKey(product.url, password, 'api');
    for (let round = 0; round < rounds; round += 1) {
      const [channel, agent] = [asChannel(product.url, key), await signIn(product.url, 'agent', password)];
      const { answered } = await shop.busyFor(channel, agent, { name: `${round}`, forMs: 300 + random() * 3000 });
      await product.killAll();
      await answered;
      channel.close();
      agent.close();
      await start();
      const [again, agentAgain] = [asChannel(product.url, key), await signIn(product.url, 'agent', password)];
      await shop.resend(again, agentAgain);
      again.close();
      agentAgain.close();
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
    const received = log.filter(({ type }) => type === 'intake.ComplaintReceived');
    const receipts = [...shop.receipts.values()];
    expect(sorted(received.map(({ data }) => `${String(data.complaintId)} ${String(data.caseNumber)}`))).toEqual(
      sorted(receipts.map(({ complaintId, caseNumber }) => `${complaintId} ${caseNumber}`)),
    );
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
    const complaints = sorted([...shop.receipts.values()].map(({ complaintId }) => complaintId));
    const replies = [...shop.replies.values()];
    const answered = sorted(replies.map(({ complaintId }) => complaintId));
    const asked = sorted(replies.filter(({ asksCustomer }) => asksCustomer).map(({ complaintId }) => complaintId));
    for (const metric of ['first-response', 'resolution'])
      expect(sorted(clocksOf('sla.ClockStarted', metric))).toEqual(complaints);
    expect(sorted(clocksOf('sla.TargetMet', 'first-response'))).toEqual(answered);
    expect(sorted(clocksOf('sla.ClockPaused', 'resolution'))).toEqual(asked);
    const verdicts = /^sla\.(TargetMissed|TargetReachedLate|VerdictWithdrawn|DeadlineNeared)$/;
    expect(log.filter(({ type }) => verdicts.test(type))).toEqual([]);
  });

  it('leaves every timer in its place', async () => {
    const streams = log.filter(({ type }) => type === 'sla.ClockStarted').map(({ stream }) => stream);
    const timers = await evidence.timersOf('sla');
    expect(sorted(timers)).toEqual(sorted(streams.flatMap((stream) => Array<string>(timersOfClock).fill(stream))));
  });

  it(
    'leaves every list as a rebuild from the log makes it',
    async () => {
      await evidence.settled();
      const before = await evidence.readModels();
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
      for (const [name, rows] of Object.entries(after)) expect([name, rows]).toEqual([name, before[name]]);
      expect(Object.values(after).flat().length).toBeGreaterThan(shop.receipts.size);
    },
    60_000 + rounds * 3_000,
  );
});

import { chance } from '@redress/eventing/testing';
import type { Api } from './api.js';

/** What a key was answered with at first. */
export interface Receipt {
  readonly complaintId: string;
  readonly caseNumber: string;
}
export interface Reply {
  readonly complaintId: string;
  readonly asksCustomer: boolean;
}
/** What an agent wants a customer to have: the best that the tariff offers in money or points, or something without an amount. */
export interface Gift {
  readonly complaintId: string;
  readonly wants: 'amount' | 'no-amount';
}
export interface Given {
  readonly complaintId: string;
  readonly compensationId: string;
}
/** Who sends: a channel's system, and an agent. */
export interface Senders {
  readonly channel: Api;
  readonly agent: Api;
}

/** A shop whose customers complain and whose agents answer and compensate, and which remembers what it was told. */
export interface Shop {
  /** First answers, by key. */
  readonly receipts: ReadonlyMap<string, Receipt>;
  /** Replies of which it knows that they were taken. */
  readonly replies: ReadonlyMap<string, Reply>;
  /** Compensations of which it knows that they were taken. Each is below what needs an approval. */
  readonly given: ReadonlyMap<string, Given>;
  readonly unanswered: () => number;
  /** Sends for so long, at a rate, and waits for no answer; resolves once each was answered or broke off. */
  busyFor(senders: Senders, how: { readonly name: string; readonly forMs: number }): Promise<Stopping>;
  /** Everything that was not answered, and what was answered last: the same again. Rejects on another answer than the first. */
  resend(senders: Senders): Promise<void>;
}
export interface Stopping {
  /** Once everything that was sent was answered or broke off. */
  readonly answered: Promise<void>;
}

const perSecond = 50;
const repeated = 5;
const dayMs = 86_400_000;
/** What is offered for a complaint follows from its triage, which takes a moment. */
const offer = { everyMs: 250, withinMs: 30_000 } as const;

interface Option {
  readonly ruleId: string;
  readonly amount?: object;
}

/** What is sent when, and who is answered how, follows from the seed as far as answers come in the same order. */
export const shopUnderLoad = (seed: number): Shop => {
  const random = chance(seed);
  const openedAt = Date.now();
  const receipts = new Map<string, Receipt>();
  const replies = new Map<string, Reply>();
  const given = new Map<string, Given>();
  const complaintsSent = new Map<string, object>();
  const repliesSent = new Map<string, Reply>();
  const giftsSent = new Map<string, Gift>();
  const waiting: string[] = [];
  const empty: string[] = [];

  /** Three days late or six, which are 5,000 and 10,000 points by the tariff that ships. */
  const complaint = (key: string): object => ({
    channel: 'api',
    customer: { id: `customer-${key}`, email: 'kim@example.com' },
    order: {
      number: `O-${key}`,
      valueMinor: 80_000,
      currency: 'KRW',
      promisedAt: new Date(openedAt - (random() < 0.5 ? 3.5 : 6.5) * dayMs).toISOString(),
    },
    productCode: 'P-1',
    text: `택배가 아직 오지 않았어요. ${key}`,
  });
  const complain = async (channel: Api, key: string, body: object): Promise<void> => {
    complaintsSent.set(key, body);
    const answer = await channel.ask('POST', '/api/intake/complaints', body, { 'idempotency-key': key });
    if (answer.status !== 201) throw new Error(`${key} was answered ${answer.status}.`);
    const { complaintId, caseNumber } = answer.body as Receipt;
    const before = receipts.get(key);
    if (before && (before.complaintId !== complaintId || before.caseNumber !== caseNumber))
      throw new Error(`${key} was answered ${before.caseNumber} at first, then ${caseNumber}.`);
    if (!before) {
      waiting.push(complaintId);
      empty.push(complaintId);
    }
    receipts.set(key, { complaintId, caseNumber });
  };
  const reply = async (agent: Api, key: string, { complaintId, asksCustomer }: Reply): Promise<void> => {
    repliesSent.set(key, { complaintId, asksCustomer });
    const body = { text: `죄송합니다. ${key}`, asksCustomer };
    const answer = await agent.ask('POST', `/api/intake/complaints/${complaintId}/replies`, body, {
      'idempotency-key': key,
    });
    if (answer.status !== 201) throw new Error(`${key} was answered ${answer.status}.`);
    replies.set(key, { complaintId, asksCustomer });
  };
  const offered = async (agent: Api, { complaintId, wants }: Gift): Promise<string> => {
    const until = performance.now() + offer.withinMs;
    while (performance.now() < until) {
      const { status, body } = await agent.ask('GET', `/api/compensation/complaints/${complaintId}`);
      if (status !== 200 && status !== 404) throw new Error(`What is offered for ${complaintId}: ${status}.`);
      const options = status === 200 ? (body as { readonly options: readonly Option[] }).options : [];
      const fits = options.find(({ amount }) => (wants === 'amount') === (amount !== undefined));
      if (fits) return fits.ruleId;
      await new Promise((resolve) => setTimeout(resolve, offer.everyMs));
    }
    throw new Error(`Nothing is offered for ${complaintId}.`);
  };
  const give = async (agent: Api, key: string, gift: Gift): Promise<void> => {
    giftsSent.set(key, gift);
    const { complaintId } = gift;
    const ruleId = await offered(agent, gift);
    const path = `/api/compensation/complaints/${complaintId}/compensations`;
    const answer = await agent.ask('POST', path, { ruleId }, { 'idempotency-key': key });
    if (answer.status !== 201) throw new Error(`${key} was answered ${answer.status}.`);
    const { compensationId } = answer.body as Given;
    const before = given.get(key);
    if (before && before.compensationId !== compensationId)
      throw new Error(`${key} was answered ${before.compensationId} at first, then ${compensationId}.`);
    given.set(key, { complaintId, compensationId });
  };
  const next = ({ channel, agent }: Senders, key: string): Promise<unknown> => {
    const [what, which, either] = [random(), random(), random() < 0.5];
    const taken = (from: string[]): string | undefined => from.splice(Math.floor(which * from.length), 1)[0];
    if (what < 0.3) {
      const complaintId = taken(waiting);
      if (complaintId !== undefined) return reply(agent, `reply-${key}`, { complaintId, asksCustomer: either });
    } else if (what < 0.55) {
      const complaintId = taken(empty);
      if (complaintId !== undefined)
        return give(agent, `gift-${key}`, { complaintId, wants: either ? 'amount' : 'no-amount' });
    }
    return complain(channel, key, complaint(key));
  };
  const open = <Sent>(sent: ReadonlyMap<string, Sent>, answered: ReadonlyMap<string, unknown>) =>
    [...sent].filter(([key]) => !answered.has(key));
  const again = <Sent>(sent: ReadonlyMap<string, Sent>, answered: ReadonlyMap<string, unknown>) => {
    const last = [...answered.keys()].slice(-repeated);
    return [...sent].filter(([key]) => !answered.has(key) || last.includes(key));
  };

  return {
    receipts,
    replies,
    given,
    unanswered: () =>
      open(complaintsSent, receipts).length + open(repliesSent, replies).length + open(giftsSent, given).length,
    busyFor: async (senders, { name, forMs }) => {
      const began = performance.now();
      const sent: Promise<unknown>[] = [];
      for (let turn = 0; performance.now() - began < forMs; turn += 1) {
        const due = began + (turn / perSecond) * 1000;
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
        sent.push(next(senders, `${name}-${turn}`));
      }
      // What breaks off stays unanswered, and is sent again.
      return { answered: Promise.allSettled(sent).then(() => undefined) };
    },
    resend: async ({ channel, agent }) => {
      for (const [key, body] of again(complaintsSent, receipts)) await complain(channel, key, body);
      for (const [key, one] of again(repliesSent, replies)) await reply(agent, key, one);
      for (const [key, one] of again(giftsSent, given)) await give(agent, key, one);
    },
  };
};

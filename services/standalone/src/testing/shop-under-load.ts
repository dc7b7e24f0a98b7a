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

/** A shop whose customers complain and whose agents answer, and which remembers what it was told. */
export interface Shop {
  /** First answers, by key. */
  readonly receipts: ReadonlyMap<string, Receipt>;
  /** Replies of which it knows that they were taken. */
  readonly replies: ReadonlyMap<string, Reply>;
  readonly unanswered: () => number;
  /** Sends for so long, at a rate, and waits for no answer; resolves once each was answered or broke off. */
  busyFor(shop: Api, agent: Api, how: { readonly name: string; readonly forMs: number }): Promise<Stopping>;
  /** Everything that was not answered, and what was answered last: the same again. Rejects on another answer than the first. */
  resend(shop: Api, agent: Api): Promise<void>;
  complain(shop: Api, key: string): Promise<string>;
}
export interface Stopping {
  /** Once everything that was sent was answered or broke off. */
  readonly answered: Promise<void>;
}

const perSecond = 50;
const repeated = 5;

const complaint = (key: string): object => ({
  channel: 'api',
  customer: { id: `customer-${key}`, email: 'kim@example.com' },
  order: { number: `O-${key}` },
  productCode: 'P-1',
  text: `택배가 아직 오지 않았어요. ${key}`,
});

/** What is sent when, and who is answered how, follows from the seed as far as answers come in the same order. */
export const shopUnderLoad = (seed: number): Shop => {
  const random = chance(seed);
  const receipts = new Map<string, Receipt>();
  const replies = new Map<string, Reply>();
  const complaintsSent = new Set<string>();
  const repliesSent = new Map<string, Reply>();
  const waiting: string[] = [];

  const complain = async (shop: Api, key: string): Promise<string> => {
    complaintsSent.add(key);
    const answer = await shop.ask('POST', '/api/intake/complaints', complaint(key), { 'idempotency-key': key });
    if (answer.status !== 201) throw new Error(`${key} was answered ${answer.status}.`);
    const { complaintId, caseNumber, position } = answer.body as Receipt & { readonly position: string };
    const before = receipts.get(key);
    if (before && (before.complaintId !== complaintId || before.caseNumber !== caseNumber))
      throw new Error(`${key} was answered ${before.caseNumber} at first, then ${caseNumber}.`);
    if (!before) waiting.push(complaintId);
    receipts.set(key, { complaintId, caseNumber });
    return position;
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
  const next = (shop: Api, agent: Api, key: string): Promise<unknown> => {
    const [isReply, which, asks] = [random() < 0.3, random(), random() < 0.5];
    const [complaintId] = isReply ? waiting.splice(Math.floor(which * waiting.length), 1) : [];
    return complaintId === undefined
      ? complain(shop, key)
      : reply(agent, `reply-${key}`, { complaintId, asksCustomer: asks });
  };
  const openComplaints = (): readonly string[] => [...complaintsSent].filter((key) => !receipts.has(key));
  const openReplies = () => [...repliesSent].filter(([key]) => !replies.has(key));

  return {
    receipts,
    replies,
    complain,
    unanswered: () => openComplaints().length + openReplies().length,
    busyFor: async (shop, agent, { name, forMs }) => {
      const began = performance.now();
      const sent: Promise<unknown>[] = [];
      for (let turn = 0; performance.now() - began < forMs; turn += 1) {
        const due = began + (turn / perSecond) * 1000;
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
        sent.push(next(shop, agent, `${name}-${turn}`));
      }
      // What breaks off stays unanswered, and is sent again.
      return { answered: Promise.allSettled(sent).then(() => undefined) };
    },
    resend: async (shop, agent) => {
      for (const key of [...openComplaints(), ...[...receipts.keys()].slice(-repeated)]) await complain(shop, key);
      for (const [key, one] of [...openReplies(), ...[...replies].slice(-repeated)]) await reply(agent, key, one);
    },
  };
};

import { Runtime } from '@redress/service-host';
import { type Answer, type Platform, startPlatform } from '@redress/service-host/testing';
import type { ComplaintId, MessageId } from '@redress/contracts';
import { derivedId } from '@redress/eventing';
import { CaseNumbers } from './case-numbers.adapter.js';
import { complaint } from './complaint.decider.js';
import { IntakeModule, reservingBy } from './intake.module.js';

const address = '/api/intake/complaints';
const told = { channel: 'web', text: 'The kettle leaks.' };
let platform: Platform;

beforeAll(async () => {
  platform = await startPlatform(IntakeModule, { at: '2026-03-02T09:00:00Z' });
});
afterAll(() => platform.stop());

const listed = async (query: string): Promise<readonly { readonly complaintId: string }[]> => {
  await platform.settled();
  return (await platform.as('agent').get(`${address}?${query}`)).body.items;
};
const key = (value: string) => ({ 'idempotency-key': value });
const fieldsOf = ({ body }: Answer): readonly string[] => body.errors.map(({ field }: { field: string }) => field);

describe('The public form', () => {
  it('takes a complaint from anybody, and says what is missing', async () => {
    const { status, body } = await platform.anonymous.post(address, { ...told, order: { number: 'A-1' } });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      caseNumber: expect.stringMatching(/^1\d{7}-\d$/),
      missing: ['customer-id', 'product-code'],
    });
    const { items } = (await platform.as('agent').get(`${address}?orderNumber=A-1&waitFor=${body.position}`)).body;
    expect(items).toMatchObject([{ complaintId: body.complaintId, phase: 'received', order: { number: 'A-1' } }]);
  });

  it('names each fact that only a trusted caller may state', async () => {
    const order = { number: '1', valueMinor: 100, currency: 'KRW', region: 'Seoul' };
    const stated = { ...told, customer: { tier: 'vip' }, order, externalRef: 'r', receivedAt: '2026-03-01T09:00:00Z' };
    const fields = ['customer.tier', 'order.valueMinor', 'order.currency', 'order.region', 'externalRef', 'receivedAt'];
    for (const nobodySpecial of [platform.anonymous, platform.as('analyst')]) {
      const answer = await nobodySpecial.post(address, stated);
      expect([answer.status, fieldsOf(answer)]).toEqual([400, fields]);
    }
    expect((await platform.as('agent').post(address, stated)).status).toBe(201);
  });

  it('is the form of one channel', async () => {
    const answer = await platform.anonymous.post(address, { ...told, channel: 'store' });
    expect([answer.status, fieldsOf(answer)]).toEqual([400, ['channel']]);
  });
});

describe('A request that comes again', () => {
  it('is answered the same, word for word', async () => {
    const first = await platform.anonymous.post(address, told, key('again'));
    const second = await platform.anonymous.post(address, told, key('again'));
    expect([second.status, second.body]).toEqual([201, first.body]);
  });

  it('uses up no case number', async () => {
    const { body: before } = await platform.anonymous.post(address, told);
    for (let times = 0; times < 5; times += 1) await platform.anonymous.post(address, told, key('frugal'));
    const { body: after } = await platform.anonymous.post(address, told);
    expect(Number(after.caseNumber.slice(0, 8)) - Number(before.caseNumber.slice(0, 8))).toBe(2);
  });

  it('with another body is no repetition, whatever the bodies are about', async () => {
    const agent = platform.as('agent');
    const bodies = [
      told,
      { ...told, text: 'It sings.' },
      { ...told, externalRef: 'k-1' },
      { ...told, externalRef: 'k-2' },
    ];
    for (const [number, first] of bodies.entries())
      for (const other of bodies.filter((body) => body !== first)) {
        const name = `other-${number}`;
        expect((await agent.post(address, first, key(name))).status).toBeLessThan(202);
        expect((await agent.post(address, other, key(name))).status).toBe(422);
      }
  });
});

describe('The same reference of a channel', () => {
  const referred = { ...told, externalRef: 'shop-17', order: { number: 'REF-1' } };

  it('is the same complaint, whatever came with it the second time', async () => {
    const agent = platform.as('agent');
    const first = await agent.post(address, referred, key('first'));
    const second = await agent.post(address, { ...referred, text: 'Sent again.' }, key('second'));
    expect(first.status).toBe(201);
    expect(first.body.alreadyReceived).toBeUndefined();
    const { complaintId, caseNumber } = first.body;
    expect([second.status, second.body]).toMatchObject([200, { complaintId, caseNumber, alreadyReceived: true }]);
    expect((await agent.post(address, referred, key('first'))).body).toEqual(first.body);
    expect((await agent.post(address, referred)).status).toBe(200);
    expect(await listed('orderNumber=REF-1')).toHaveLength(1);
  });

  it('leaves events of which each has an id of its own', async () => {
    const { store } = platform.application.runtime.adapters;
    const head = await store.head();
    await platform.as('agent').post(address, { ...referred, externalRef: 'own-ids' }, key('own-ids'));
    const left = await store.readLog(head, 100);
    expect(left.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['intake.RequestAssigned', 'intake.ComplaintReceived']),
    );
    expect(new Set(left.map(({ id }) => id)).size).toBe(left.length);
  });

  it('is another complaint on another channel', async () => {
    const agent = platform.as('agent');
    const ids = await Promise.all(
      ['mail', 'chat'].map(async (channel) => (await agent.post(address, { ...referred, channel })).body.complaintId),
    );
    expect(new Set(ids).size).toBe(2);
  });

  it('is one complaint when many send it at once', async () => {
    const body = { ...referred, externalRef: 'at-once' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, number) => platform.as('agent').post(address, body, key(`at-once-${number}`))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 19 }, () => 200), 201]);
    expect(new Set(answers.map((answer) => answer.body.caseNumber)).size).toBe(1);
  });

  it('is one complaint when two processes receive it at once', async () => {
    const { adapters } = platform.application.runtime;
    const sender = (commandId: string) => ({
      ...{ commandId, correlationId: commandId, causationId: commandId },
      ...{ by: { id: 'x', roles: [] }, at: platform.now(), historical: false },
    });
    for (let round = 0; round < 20; round += 1) {
      const complaintId = derivedId('two', String(round)) as ComplaintId;
      const answers = await Promise.all(
        ['one', 'other'].map((process) =>
          new Runtime(adapters).commands.send(
            complaint,
            complaintId,
            'ReceiveComplaint',
            {
              complaintId,
              messageId: derivedId(process, complaintId) as MessageId,
              caseNumber: `${process}-1`,
              given: { channel: 'web', text: 'It leaks.' },
              customerKey: undefined,
              receivedAt: platform.now(),
            },
            sender(derivedId('command', process, complaintId)),
          ),
        ),
      );
      expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['already', 'done']);
      expect(answers[0]?.state).toEqual(answers[1]?.state);
    }
  });
});

describe('Case numbers', () => {
  it('are never given twice, by however many processes', async () => {
    const { adapters } = platform.application.runtime;
    const processes = Array.from(
      { length: 4 },
      () => new CaseNumbers(reservingBy(new Runtime(adapters).commands, adapters.clock)),
    );
    const given = await Promise.all(processes.flatMap((numbers) => Array.from({ length: 500 }, () => numbers.next())));
    expect(new Set(given).size).toBe(2000);
  });

  it('are not given again after a restart', async () => {
    const before = await platform.anonymous.post(address, told);
    platform = await platform.restart();
    const after = await platform.anonymous.post(address, told);
    expect(after.body.caseNumber > before.body.caseNumber).toBe(true);
  });
});

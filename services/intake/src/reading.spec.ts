import { type Client, type Platform, startPlatform } from '@redress/service-host/testing';
import { IntakeModule } from './intake.module.js';

const address = '/api/intake/complaints';
let platform: Platform;
let agent: Client;

beforeAll(async () => {
  platform = await startPlatform(IntakeModule, { at: '2026-03-02T09:00:00Z' });
  agent = platform.as('agent');
});
afterAll(() => platform.stop());

const subjects = async (query: string): Promise<readonly string[]> => {
  await platform.settled();
  const { status, body } = await agent.get(`${address}?${query}`);
  expect(status).toBe(200);
  return body.items.map(({ subject }: { subject: string }) => subject);
};

describe('Lists', () => {
  beforeAll(async () => {
    const give = (subject: string, more: object) =>
      agent.post(address, { channel: 'mail', text: 'It leaks.', subject, ...more });
    await give('third', { receivedAt: '2026-02-28T09:00:00Z', customer: { id: 'kim' }, productCode: 'KETTLE' });
    await give('first', { receivedAt: '2026-03-01T09:00:00Z', customer: { id: 'lee' }, order: { number: 'A-1' } });
    await give('second', { receivedAt: '2026-02-28T10:00:00+00:00', customer: { id: 'kim' } });
    await give('fourth', { receivedAt: '2026-02-27T09:00:00Z', channel: 'chat' });
  });

  it('show what was received last first', async () =>
    expect(await subjects('')).toEqual(['first', 'second', 'third', 'fourth']));

  it('come in parts without gaps', async () => {
    const seen: string[] = [];
    for (let next = ''; ;) {
      const { body } = await agent.get(`${address}?limit=1${next && `&cursor=${next}`}`);
      seen.push(...body.items.map(({ subject }: { subject: string }) => subject));
      if (!body.next) break;
      next = body.next;
    }
    expect(seen).toEqual(['first', 'second', 'third', 'fourth']);
  });

  it.each([
    ['customerId=kim', ['second', 'third']],
    ['customerId=nobody', []],
    ['channel=chat', ['fourth']],
    ['orderNumber=A-1', ['first']],
    ['productCode=KETTLE', ['third']],
    ['phase=closed', []],
    ['waitingForCustomer=true', []],
    ['customerId=kim&channel=mail&phase=received&receivedFrom=2026-02-28T10:00:00Z', ['second']],
    ['receivedFrom=2026-02-28T09:00:00Z&receivedBefore=2026-03-01T09:00:00Z', ['second', 'third']],
  ])('know %s', async (query, expected) => expect(await subjects(query)).toEqual(expected));

  it('find a case by its number, and notice when it was mistyped', async () => {
    const { body } = await agent.get(`${address}?orderNumber=A-1`);
    const number: string = body.items[0].caseNumber;
    expect(await subjects(`caseNumber=${number}`)).toEqual(['first']);
    const mistyped = `${number.slice(0, 9)}${(Number(number.slice(9)) + 1) % 10}`;
    const answer = await agent.get(`${address}?caseNumber=${mistyped}`);
    expect([answer.status, answer.body.errors]).toMatchObject([400, [{ field: 'caseNumber' }]]);
  });
});

describe('A past moment', () => {
  it('shows what was known then', async () => {
    const { body } = await agent.post(address, {
      channel: 'store',
      text: 'It leaks.',
      receivedAt: '2026-03-01T09:00:00Z',
    });
    const complaint = `${address}/${body.complaintId}`;
    await platform.reaches('2026-03-02T10:00:00Z');
    await agent.post(`${complaint}/replies`, { text: 'Sorry.', asksCustomer: true });
    await platform.reaches('2026-03-02T11:00:00Z');
    await agent.post(`${complaint}/resolve`, { remedy: 'apology', text: 'Sorry again.' });
    await platform.settled();
    const at = async (moment: string) => (await agent.get(`${complaint}?at=${moment}`)).body;
    expect((await agent.get(`${complaint}?at=2026-03-02T08:59:59Z`)).status).toBe(404);
    expect(await at('2026-03-02T09:30:00Z')).toMatchObject({ phase: 'received', messages: { length: 1 } });
    expect(await at('2026-03-02T10:00:00Z')).toMatchObject({ phase: 'in-progress', waitingForCustomer: true });
    expect(await at('2026-03-02T12:00:00Z')).toEqual((await agent.get(complaint)).body);
  });
});

describe('Imported history', () => {
  it('stands at its own dates, and only an importer writes it', async () => {
    const importer = platform.as('importer');
    const receivedAt = '2017-05-04T10:00:00.000Z';
    const { status, body } = await importer.post(address, { channel: 'mail', text: 'Chegou quebrado.', receivedAt });
    expect(status).toBe(201);
    const complaint = `${address}/${body.complaintId}`;
    const happened = [
      ['replies', { text: 'Desculpe.', occurredAt: '2017-05-05T10:00:00Z' }],
      ['messages', { channel: 'mail', text: 'E agora?', occurredAt: '2017-05-06T10:00:00Z' }],
      ['resolve', { remedy: 'refund', text: 'Reembolsado.', occurredAt: '2017-05-08T10:00:00Z' }],
    ] as const;
    for (const [what, told] of happened)
      expect((await importer.post(`${complaint}/${what}`, told)).status).toBeLessThan(202);
    const tomorrow = { text: 'Amanhã.', occurredAt: '2026-03-03T10:00:00Z' };
    expect((await importer.post(`${complaint}/notes`, tomorrow)).status).toBe(400);
    await platform.settled();
    expect((await agent.get(complaint)).body).toMatchObject({
      historical: true,
      receivedAt,
      changedAt: '2017-05-08T10:00:00.000Z',
      messages: [{ at: receivedAt }, { at: '2017-05-05T10:00:00.000Z' }, { at: '2017-05-06T10:00:00.000Z' }, {}],
    });
    expect((await agent.get(`${complaint}?at=2017-05-05T12:00:00Z`)).body).toMatchObject({ phase: 'in-progress' });
    expect((await agent.get(`${complaint}?at=2017-05-04T09:00:00Z`)).status).toBe(404);
  });
});

import { type Answer, type Platform, startPlatform } from '@redress/service-host/testing';
import { IntakeModule } from './intake.module.js';

const address = '/api/intake/complaints';
const opening = '2026-03-02T09:00:00Z';
let platform: Platform;
let complaint: string;

beforeAll(async () => {
  platform = await startPlatform(IntakeModule, { at: opening });
});
afterAll(() => platform.stop());

beforeEach(async () => {
  const { body } = await platform.anonymous.post(address, { channel: 'web', text: 'The kettle leaks.' });
  complaint = `${address}/${body.complaintId}`;
});

const tell = async (what: string, body: object = {}): Promise<Answer> =>
  platform.as('agent').post(`${complaint}/${what}`, body);
const shown = async (query = ''): Promise<Answer> => {
  await platform.settled();
  return platform.as('agent').get(`${complaint}${query}`);
};
const solution = { remedy: 'exchange', text: 'A new kettle.' };

describe('The life of a complaint', () => {
  it('is told from its receipt to its end', async () => {
    expect((await tell('replies', { text: 'Which model?', asksCustomer: true })).status).toBe(201);
    expect((await shown()).body).toMatchObject({ phase: 'in-progress', waitingForCustomer: true });
    expect((await tell('messages', { channel: 'mail', text: 'The red one.' })).status).toBe(201);
    expect((await shown()).body).toMatchObject({ phase: 'in-progress', waitingForCustomer: false });
    expect((await tell('notes', { text: 'A known fault.' })).status).toBe(201);
    expect((await tell('solutions', solution)).status).toBe(201);
    expect((await shown()).body.phase).toBe('solution-proposed');
    expect((await tell('solutions/decline', { reason: 'I want my money back.' })).status).toBe(200);
    expect((await shown()).body.phase).toBe('solution-declined');
    expect((await tell('solutions', { remedy: 'refund', text: 'Your money back.' })).status).toBe(201);
    expect((await tell('solutions/accept')).status).toBe(200);
    expect((await shown()).body.phase).toBe('solution-accepted');
    expect((await tell('resolve', { remedy: 'refund', text: 'Paid back today.' })).status).toBe(200);
    expect((await tell('confirm')).status).toBe(200);
    expect((await shown()).body.phase).toBe('confirmed');
    expect((await tell('close')).status).toBe(200);
    const { body } = await shown();
    expect(body.phase).toBe('closed');
    expect(body.messages.map(({ kind, text }: { kind: string; text: string }) => [kind, text])).toEqual([
      ['complaint', 'The kettle leaks.'],
      ['reply', 'Which model?'],
      ['customer', 'The red one.'],
      ['note', 'A known fault.'],
      ['solution', 'A new kettle.'],
      ['decline', 'I want my money back.'],
      ['solution', 'Your money back.'],
      ['resolution', 'Paid back today.'],
    ]);
  });

  it('refuses what does not fit, and says why', async () => {
    const reasons = [
      await tell('solutions/accept'),
      await tell('confirm'),
      await tell('close'),
      await tell('reopen', { reason: 'Why not?' }),
    ];
    expect(reasons.map(({ status, body }) => [status, body.reason])).toEqual([
      [409, 'no-solution-proposed'],
      [409, 'not-resolved'],
      [409, 'not-resolved'],
      [409, 'complaint-open'],
    ]);
  });

  it('answers a repeated command as it did the first time', async () => {
    const agent = platform.as('agent');
    const key = { 'idempotency-key': 'reply-once' };
    const first = await agent.post(`${complaint}/replies`, { text: 'Sorry.' }, key);
    const second = await agent.post(`${complaint}/replies`, { text: 'Sorry.' }, key);
    expect([second.status, second.body]).toEqual([201, first.body]);
    expect((await agent.post(`${complaint}/replies`, { text: 'Not sorry.' }, key)).status).toBe(422);
    expect((await shown()).body.messages).toHaveLength(2);
  });

  it('knows no complaint that was never received', async () => {
    complaint = `${address}/6f8e0000-0000-5000-8000-00000000dead`;
    const answers = await Promise.all([
      shown(),
      shown('?at=2026-03-02T09:00:00Z'),
      tell('notes', { text: 'Hm.' }),
      tell('close'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });
});

describe('After closing', () => {
  beforeEach(async () => {
    await tell('resolve', solution);
    await tell('close');
  });

  it('a customer who writes opens it again, and their message is there', async () => {
    expect((await tell('messages', { channel: 'mail', text: 'It leaks again.' })).status).toBe(201);
    const { body } = await shown();
    expect(body.phase).toBe('in-progress');
    expect(body.messages.slice(-2)).toMatchObject([
      { kind: 'customer', text: 'It leaks again.' },
      { kind: 'reopening' },
    ]);
  });

  it('nobody answers before it is opened again', async () =>
    expect((await tell('replies', { text: 'Hello?' })).body.reason).toBe('complaint-closed'));

  it('a policy says for how long it can be opened again', async () => {
    const policy = '/api/intake/handling-policy';
    expect((await platform.as('agent').get(policy)).body).toEqual({ version: 1, reopenWithinDays: 30 });
    expect((await platform.as('agent').put(policy, { reopenWithinDays: 1 })).status).toBe(403);
    const published = await platform.as('lead').put(policy, { reopenWithinDays: 1 });
    expect([published.status, published.body]).toMatchObject([200, { version: 2, reopenWithinDays: 1 }]);
    await platform.reaches('2026-03-03T09:00:01Z');
    expect((await tell('reopen', { reason: 'It leaks again.' })).body.reason).toBe('reopen-window-over');
    expect((await tell('messages', { channel: 'mail', text: 'It leaks again.' })).status).toBe(201);
    expect((await shown()).body).toMatchObject({ phase: 'closed', messages: { length: 3 } });
    await platform.as('administrator').put(policy, { reopenWithinDays: 2 });
    expect((await tell('reopen', { reason: 'It leaks again.' })).status).toBe(200);
    expect((await shown()).body.phase).toBe('in-progress');
  });
});

describe('Who may do what', () => {
  it('is told by roles', async () => {
    const attempts = [
      platform.anonymous.post(`${complaint}/messages`, { channel: 'web', text: 'Hello?' }),
      platform.as('auditor').post(`${complaint}/notes`, { text: 'Hm.' }),
      platform.as('finance').post(`${complaint}/notes`, { text: 'Hm.' }),
      platform.as('finance').post(`${complaint}/close`, {}),
      platform.as('analyst').get(complaint),
      platform.as('analyst').get(address),
      platform.anonymous.get(complaint),
      platform.as('agent').post(`${complaint}/notes`, { text: 'Hm.', occurredAt: '2026-01-01T09:00:00Z' }),
    ];
    const statuses = (await Promise.all(attempts)).map(({ status }) => status);
    expect(statuses).toEqual([401, 403, 201, 403, 403, 403, 401, 403]);
  });
});

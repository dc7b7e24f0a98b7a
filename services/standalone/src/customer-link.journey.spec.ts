import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Module } from '@nestjs/common';
import { AuditModule } from '@redress/audit';
import { DirectoryModule } from '@redress/directory';
import { IntakeModule } from '@redress/intake';
import { NotificationModule } from '@redress/notification';
import { type Answer, type Client, type Platform, startPlatform } from '@redress/service-host/testing';
import { SlaModule } from '@redress/sla';

@Module({ imports: [IntakeModule, SlaModule, AuditModule] })
class Composed {}

const complaints = '/api/intake/complaints';
const mine = '/api/intake/my-complaint';

describe('By a link, a customer', () => {
  let platform: Platform;
  let complaintId: string;
  let customer: Client;
  beforeEach(async () => {
    platform = await startPlatform(Composed, { at: '2026-03-02T09:00:00Z' });
    const { body } = await platform.anonymous.post(complaints, { channel: 'web', text: 'The kettle leaks.' });
    complaintId = (body as { complaintId: string }).complaintId;
    const link = await platform.as('agent').post(`${complaints}/${complaintId}/links`);
    customer = platform.with({ authorization: `Link ${(link.body as { token: string }).token}` });
  });
  afterEach(() => platform.stop());

  const shown = async (): Promise<Record<string, unknown>> => {
    await platform.settled();
    return (await customer.get(mine)).body as Record<string, unknown>;
  };
  const agentSays = (what: string, body: object = {}): Promise<Answer> =>
    platform.as('agent').post(`${complaints}/${complaintId}/${what}`, body);
  const clockOf = async (metric: string): Promise<string> => {
    const { body } = await platform.as('agent').get(`/api/sla/complaints/${complaintId}/clocks`);
    return String((body as { metric: string; dueAt: string }[]).find((clock) => clock.metric === metric)?.dueAt);
  };

  it('sees by when there will be an answer and a solution, as it is promised at that moment', async () => {
    const began = await shown();
    expect([began['firstAnswerBy'], began['resolutionBy']]).toEqual([
      await clockOf('first-response'),
      await clockOf('resolution'),
    ]);

    await platform.reaches('2026-03-02T10:00:00Z');
    await agentSays('replies', { text: 'Which one?', asksCustomer: true });
    const waiting = await shown();
    expect(waiting).toMatchObject({ waitingForCustomer: true });
    expect([waiting['firstAnswerBy'], waiting['resolutionBy']]).toEqual([undefined, undefined]);

    await platform.reaches('2026-03-02T15:00:00Z');
    expect((await customer.post(`${mine}/messages`, { text: 'The red one.' })).status).toBe(201);
    const counting = await shown();
    expect(counting['resolutionBy']).toBe(await clockOf('resolution'));
    expect(Date.parse(String(counting['resolutionBy'])) - Date.parse(String(began['resolutionBy']))).toBe(
      5 * 3_600_000,
    );

    await agentSays('resolve', { remedy: 'refund', text: 'Paid back.' });
    expect((await shown())['resolutionBy']).toBeUndefined();
    expect((await customer.post(`${mine}/reopen`, { reason: 'Nothing came.' })).status).toBe(200);
    expect((await shown())['resolutionBy']).toBe(await clockOf('resolution'));
  });

  it('leaves a history that says so, and no sign of being a reader of cases', async () => {
    await customer.get(mine);
    await customer.post(`${mine}/messages`, { text: 'Hello?' });
    await agentSays('links/revoke');
    await platform.settled();
    const { body } = await platform.as('auditor').get(`/api/audit/complaints/${complaintId}/history`);
    const { entries } = body as { entries: { type: string; by: string }[] };
    expect(entries.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['intake.LinkIssued', 'intake.CustomerWrote', 'intake.LinksRevoked']),
    );
    expect(entries.filter(({ by }) => by === `customer:${complaintId}`).map(({ type }) => type)).toContain(
      'intake.CustomerWrote',
    );
    expect(entries.map(({ type }) => type)).not.toContain('access.CaseRead');
  });
});

/** Takes what notification hands over, as a retailer's own gateway of messages would. */
const gateway = async (): Promise<{ readonly url: string; readonly texts: string[]; close(): Promise<void> }> => {
  const texts: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      texts.push((JSON.parse(Buffer.concat(parts).toString()) as { text: string }).text);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    texts,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};

@Module({ imports: [DirectoryModule, IntakeModule, SlaModule, NotificationModule] })
class WithMessages {}

describe('The link in a message', () => {
  it('opens the case, until an agent revokes it', async () => {
    const { url, texts, close } = await gateway();
    Object.assign(process.env, { WEBHOOK_URL: url, WEBHOOK_SECRET: 'a secret of a gateway for journeys' });
    // Noon in Seoul.
    const platform = await startPlatform(WithMessages, {
      at: '2026-03-02T03:00:00Z',
      environment: { INITIAL_PASSWORD: 'a password for journeys 1', PUBLIC_URL: 'https://care.example.com' },
    });
    try {
      await platform.settled();
      const given = {
        channel: 'web',
        text: 'The kettle leaks.',
        customer: { email: 'haneul@example.com', locale: 'en' },
      };
      const { body } = await platform.anonymous.post(complaints, given);
      const { complaintId } = body as { complaintId: string };
      await platform.settled();
      const received = customerBy(platform, texts.at(-1));
      expect((await received.get(mine)).body).toMatchObject({ complaintId, phase: 'received' });
      expect((await received.get(mine)).body).toHaveProperty('firstAnswerBy');

      const agent = platform.as('agent');
      await agent.post(`${complaints}/${complaintId}/solutions`, { remedy: 'refund', text: 'Your money back.' });
      await platform.settled();
      expect(texts.at(-1)).toContain('Your money back.');
      const proposed = customerBy(platform, texts.at(-1));
      expect((await proposed.post(`${mine}/solutions/accept`)).status).toBe(200);
      await agent.post(`${complaints}/${complaintId}/links/revoke`);
      expect([(await received.get(mine)).status, (await proposed.get(mine)).status]).toEqual([401, 401]);
      expect((await agent.get(`/api/notification/complaints/${complaintId}/notices`)).text).not.toContain('#ey');
    } finally {
      for (const name of ['WEBHOOK_URL', 'WEBHOOK_SECRET']) Reflect.deleteProperty(process.env, name);
      await platform.stop();
      await close();
    }
  });
});

/** Whoever follows the link in a text. */
const customerBy = (platform: Platform, text: string | undefined): Client => {
  const [, token = ''] = /https:\/\/care\.example\.com\/my-complaint#(\S+)/.exec(text ?? '') ?? [];
  return platform.with({ authorization: `Link ${token}` });
};

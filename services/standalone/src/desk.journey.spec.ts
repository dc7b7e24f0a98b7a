import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Module } from '@nestjs/common';
import { DeskModule } from '@redress/desk';
import { DirectoryModule } from '@redress/directory';
import { IntakeModule } from '@redress/intake';
import { type Platform, startPlatform } from '@redress/service-host/testing';
import { SlaModule } from '@redress/sla';
import { tablesOf, type Tables } from './testing/index.js';

@Module({ imports: [DirectoryModule, IntakeModule, SlaModule, DeskModule] })
class AtTheDesk {}

const password = 'a password for journeys 1';
const complaints = '/api/intake/complaints';
const minuteMs = 60_000;
const marked = { text: 'marker-text 주전자가 깨졌어요', name: 'marker-name 김민지', draft: 'marker-draft 죄송합니다' };

describe('At the desk', () => {
  let platform: Platform;
  let tables: Tables;
  let address: AddressInfo;
  let token: string;
  let complaintId: string;

  const says = async (role: 'agent' | 'administrator', path: string, body = {}) => {
    const answer = await platform.as(role).post(path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    await platform.settled();
    return answer.body as Readonly<Record<string, string>>;
  };
  const found = async (q: string): Promise<readonly string[]> => {
    const { status, body, text } = await platform.as('agent').get(`/api/desk/search?q=${encodeURIComponent(q)}`);
    if (status !== 200) throw new Error(text);
    return body.items.map((one: { complaintId: string }) => one.complaintId);
  };
  const later = (ms: number): Promise<void> => platform.reaches(new Date(platform.now().getTime() + ms).toISOString());

  /** What a screen hears until it has heard enough. */
  const hears = async (isEnough: (heard: string) => boolean, meanwhile: () => Promise<unknown>): Promise<string> => {
    const asked = request({
      host: '127.0.0.1',
      port: address.port,
      path: '/api/desk/changes',
      headers: { authorization: `Bearer ${token}`, connection: 'close' },
    }).end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    expect(answer.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    await meanwhile();
    let heard = '';
    for await (const piece of answer.setEncoding('utf8') as AsyncIterable<string>) {
      heard += piece;
      if (isEnough(heard)) break;
    }
    asked.destroy();
    return heard;
  };

  beforeAll(async () => {
    platform = await startPlatform(AtTheDesk, {
      at: '2026-03-02T09:00:00Z',
      environment: { INITIAL_PASSWORD: password },
    });
    tables = tablesOf(platform.databaseUrl);
    await platform.application.app.listen(0, '127.0.0.1');
    address = platform.application.app.getHttpServer().address() as AddressInfo;
    await platform.settled();
    const { body } = await platform.anonymous.post('/api/directory/sign-in', { username: 'agent', password });
    ({ token } = body as { token: string });
  });
  afterAll(async () => {
    await tables.end();
    await platform.stop();
  });

  it('a complaint that comes in is on open screens at once, on the board and found by a syllable of it', async () => {
    const customer = { id: 'customer-1', name: marked.name };
    const heard = await hears(
      (text) => text.includes('sla.ClockStarted'),
      async () => {
        ({ complaintId = '' } = await says('agent', complaints, { channel: 'mail', customer, text: marked.text }));
      },
    );
    expect(heard).toContain(`"complaintId":"${complaintId}","what":"intake.ComplaintReceived"`);
    expect(heard).not.toContain('marker');
    const { items } = (await platform.as('agent').get('/api/desk/board')).body;
    expect(items).toMatchObject([
      { complaintId, customerName: marked.name, dueMetric: 'first-response', dueAt: '2026-03-03T09:00:00.000Z' },
    ]);
    expect([await found('깨'), await found('김민지'), await found('주전자 민지')]).toEqual([
      [complaintId],
      [complaintId],
      [complaintId],
    ]);
  });

  it('a case is told whole, and what an agent does there is seen by waiting for it', async () => {
    const reply = await platform
      .as('agent')
      .post(`${complaints}/${complaintId}/replies`, { text: '사진을 보내 주세요.', asksCustomer: true });
    const { body } = await platform.as('agent').get(`/api/desk/cases/${complaintId}?waitFor=${reply.body.position}`);
    expect(body.conversation).toHaveLength(2);
    expect(body.header).toMatchObject({ phase: 'in-progress', waitingForCustomer: true, flags: expect.arrayContaining(['waiting-for-customer']) as string[] }); // prettier-ignore
    await platform.settled();
    const { clocks } = (await platform.as('agent').get(`/api/desk/cases/${complaintId}`)).body;
    expect(clocks).toMatchObject([{ state: 'met' }, { state: 'paused' }]);
  });

  it('a customer who is forgotten is gone from board, search and drafts, and no difference between tables and log', async () => {
    await says('agent', `${complaints}/${complaintId}/resolve`, { remedy: 'refund', text: 'Done.' });
    await says('agent', `${complaints}/${complaintId}/close`);
    await later(1_000);
    await platform.as('agent').put(`/api/desk/cases/${complaintId}/draft`, { text: marked.draft });
    expect((await platform.as('agent').get(`/api/desk/cases/${complaintId}/draft`)).body.text).toBe(marked.draft);
    const [one] = (await platform.as('agent').get('/api/desk/board?standing=all')).body.items;
    expect(await tables.standing(['marker-text', 'marker-name'])).toHaveLength(2);
    await says('administrator', `/api/intake/customers/${one.customerKey}/forget`);
    expect(await tables.standing(['marker-text', 'marker-name', 'marker-draft'])).toEqual([]);
    expect(await tables.standing([`complaint-${complaintId}/record/1`])).toEqual([]);
    // Not a pair of characters is left of what was said, nor of who said it.
    expect(await tables.standing(['전자', '민지'])).toEqual([]);
    expect([await found('깨'), await found('김민지'), await found(one.caseNumber)]).toEqual([[], [], [complaintId]]);
    expect((await platform.as('agent').get(`/api/desk/cases/${complaintId}/draft`)).status).toBe(404);
    await later(2 * minuteMs);
    expect((await platform.as('agent').get(`/api/desk/cases/${complaintId}`)).text).not.toContain('marker');
    expect((await platform.as('legal').get(`/api/desk/cases/${complaintId}`)).text).toContain('marker-text');
    const { body } = await platform.as('administrator').post('/api/operations/verifications', { service: 'desk' });
    const ended = async (workId: string): Promise<{ state: string; compared?: { different: number } }> => {
      const work = (await platform.as('administrator').get(`/api/operations/work/${workId}`)).body;
      return work.state === 'waiting' || work.state === 'running' ? ended(workId) : work;
    };
    expect(body).toHaveLength(4);
    for (const { workId } of body as readonly { readonly workId: string }[])
      expect(await ended(workId)).toMatchObject({ state: 'done', compared: { different: 0 } });
  }, 60_000);

  it('what is said after it was forgotten is found, and nothing from before comes back with it', async () => {
    await says('agent', `${complaints}/${complaintId}/reopen`, { reason: '다시 깨졌네' });
    expect([await found('다시'), await found('주전자')]).toEqual([[complaintId], []]);
  });
});

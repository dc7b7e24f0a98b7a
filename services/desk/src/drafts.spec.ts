import { type ComplaintId, type PersonId } from '@redress/contracts';
import { derivedId, event } from '@redress/eventing';
import { type Platform, startPlatform } from '@redress/service-host/testing';
import { Client } from 'pg';
import { DeskModule } from './desk.module.js';
import { entryId, idOf, received, telling } from './testing/telling.js';

const kettle = idOf<ComplaintId>('kettle');
const address = `/api/desk/cases/${kettle}/draft`;
const agent = derivedId('person', 'agent') as PersonId;
const words = '안녕하세요, 고객님. marker-draft';

describe('A draft of an answer', () => {
  let platform: Platform;
  let tell: ReturnType<typeof telling>;
  let database: Client;
  const draft = async (role: 'agent' | 'lead' = 'agent') => (await platform.as(role).get(address)).body;
  const kept = async () => (await database.query('select * from desk.drafts')).rows;
  const answered = (by: string) =>
    tell(event('AgentReplied', { complaintId: kettle, messageId: entryId(), repliedAt: platform.now(), asksCustomer: false, text: 'Done.' }), { by }); // prettier-ignore

  beforeEach(async () => {
    platform = await startPlatform(DeskModule, { at: '2026-03-02T09:00:00Z' });
    tell = telling(platform);
    database = new Client({ connectionString: platform.databaseUrl });
    await database.connect();
    await tell(received(kettle));
    await platform.settled();
    expect((await platform.as('agent').put(address, { text: words })).status).toBe(200);
  });
  afterEach(async () => {
    await database.end();
    await platform.stop();
  });

  it('is kept for its author alone, and can be changed and thrown away', async () => {
    expect(await draft()).toEqual({
      text: words,
      savedAt: '2026-03-02T09:00:00.000Z',
      keptUntil: '2026-04-01T09:00:00.000Z',
    });
    expect((await platform.as('lead').get(address)).status).toBe(404);
    await platform.as('lead').put(address, { text: 'Mine.' });
    await platform.as('agent').put(address, { text: 'Another.' });
    expect([(await draft()).text, (await draft('lead')).text]).toEqual(['Another.', 'Mine.']);
    expect((await platform.as('agent').delete(address)).status).toBe(204);
    expect((await platform.as('agent').delete(address)).status).toBe(204);
    expect((await platform.as('agent').get(address)).status).toBe(404);
    expect((await draft('lead')).text).toBe('Mine.');
    expect((await platform.as('finance').put(address, { text: 'No.' })).status).toBe(403);
    const nowhere = `/api/desk/cases/${idOf('nowhere')}/draft`;
    expect((await platform.as('agent').put(nowhere, { text: 'No.' })).status).toBe(404);
  });

  it('stands sealed in its table, and nowhere in the log', async () => {
    expect(await kept()).toMatchObject([{ person_id: agent, text_origin: `complaint-${kettle}/record/1` }]);
    expect(JSON.stringify(await kept()) + platform.log()).not.toContain('marker-draft');
    expect(JSON.stringify(await kept())).toMatch(/"text":"1\.[\w-]+"/);
  });

  it('is gone once its author has answered, whoever else has', async () => {
    await platform.reaches('2026-03-02T10:00:00Z');
    await answered('somebody else');
    await platform.settled();
    expect((await draft()).text).toBe(words);
    await answered(agent);
    await platform.settled();
    expect((await platform.as('agent').get(address)).status).toBe(404);
    expect(await kept()).toEqual([]);
  });

  it('is gone after 30 days, also where nobody looks for it', async () => {
    await platform.reaches('2026-04-01T08:59:59Z');
    expect((await draft()).text).toBe(words);
    await platform.reaches('2026-04-01T09:00:01Z');
    await platform.as('lead').put(address, { text: 'Another.' });
    expect(await kept()).toMatchObject([{ person_id: derivedId('person', 'lead') }]);
    expect((await platform.as('agent').get(address)).status).toBe(404);
  });
});

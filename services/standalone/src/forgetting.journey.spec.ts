import { type Answer, type Platform, startPlatform } from '@redress/service-host/testing';
import { forget } from './forget.cli.js';
import { StandaloneModule } from './standalone.module.js';
import { tablesOf, type Tables } from './testing/index.js';

/** Texts that stand nowhere else, by what they are kept for. */
const contact = {
  id: 'marker-id',
  name: '마커 marker-name',
  email: 'marker-mail@example.com',
  phone: '+82 10-9999-1234',
};
const record = {
  subject: 'marker-subject 제목',
  text: 'marker-text 본문',
  reply: 'marker-reply 답변',
  note: 'marker-note 메모',
  solution: 'marker-solution 해결책',
  resolution: 'marker-resolution 결과',
};
const reason = 'marker-pause 기다림';
const elsewhere = { name: 'marker-open-name', text: 'marker-open-text 아직' };
const contacts = Object.values(contact);
const records = Object.values(record);
const complaints = '/api/intake/complaints';
const minuteMs = 60_000;
const dayMs = 86_400_000;

type Role = 'agent' | 'lead' | 'administrator' | 'legal' | 'auditor';

describe('A customer who is forgotten', () => {
  let platform: Platform;
  let tables: Tables;
  let customer: string;
  let closed: string;
  let open: string;
  let whenAllStood: string;
  let before: { readonly list: unknown; readonly types: unknown };

  const says = async (role: Role, path: string, body = {}): Promise<Readonly<Record<string, string>>> => {
    const answer = await platform.as(role).post(path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer.body as Readonly<Record<string, string>>;
  };
  const complaintOf = async (person: object, said: { subject?: string; text: string }): Promise<string> => {
    const { complaintId = '' } = await says('agent', complaints, { channel: 'call-centre', customer: person, ...said });
    await platform.settled();
    return complaintId;
  };
  const close = async (complaintId: string): Promise<void> => {
    await says('agent', `${complaints}/${complaintId}/resolve`, { remedy: 'refund', text: record.resolution });
    await says('agent', `${complaints}/${complaintId}/close`);
  };
  const later = (ms: number): Promise<void> => platform.reaches(new Date(platform.now().getTime() + ms).toISOString());
  const seenBy = async (role: Role, path: string): Promise<string> => {
    const { status, text } = await platform.as(role).get(path);
    expect(status).toBe(200);
    return text;
  };
  const markersIn = (text: string): readonly string[] =>
    [...contacts, ...records, reason].filter((marker) => text.includes(marker));
  const itemsOf = ({ body }: Answer): readonly Readonly<Record<string, unknown>>[] =>
    (body as { items: Record<string, unknown>[] }).items;
  const addsUp = async (): Promise<typeof before> => {
    const list = itemsOf(await platform.as('agent').get(`${complaints}?customerId=${contact.id}`));
    const history = await platform.as('auditor').get(`/api/audit/complaints/${closed}/history?at=${whenAllStood}`);
    return {
      list: list.map(({ complaintId, caseNumber, channel, receivedAt }) => [
        complaintId,
        caseNumber,
        channel,
        receivedAt,
      ]),
      types: (history.body as { entries: { type: string }[] }).entries.map(({ type }) => type),
    };
  };
  const progress = async (): Promise<Readonly<Record<string, unknown>>> =>
    (await platform.as('legal').get(`/api/intake/customers/${customer}`)).body as Record<string, unknown>;

  beforeAll(async () => {
    platform = await startPlatform(StandaloneModule, { at: '2026-03-02T09:00:00Z' });
    tables = tablesOf(platform.databaseUrl);
    closed = await complaintOf(contact, { subject: record.subject, text: record.text });
    await says('lead', `/api/sla/clocks/${closed}/resolution/pause`, { reason });
    await says('agent', `${complaints}/${closed}/replies`, { text: record.reply });
    await says('agent', `${complaints}/${closed}/notes`, { text: record.note });
    await says('agent', `${complaints}/${closed}/solutions`, { remedy: 'refund', text: record.solution });
    await close(closed);
    open = await complaintOf({ id: contact.id, name: elsewhere.name }, { text: elsewhere.text });
    whenAllStood = platform.now().toISOString();
    await later(minuteMs);
    const [one] = itemsOf(await platform.as('agent').get(`${complaints}?customerId=${contact.id}`));
    customer = (one?.['customer'] as { customerKey: string }).customerKey;
    await tables.leaveAsOldBuild('intake', 'messages');
    await tables.leaveAsOldBuild('intake', 'complaints');
    await tables.change('create table public.older_vault as select * from redress_vault.keys');
    before = await addsUp();
  });
  afterAll(async () => {
    await tables.end();
    await platform.stop();
  });

  it('stands in tables and answers before', async () => {
    expect(await tables.standing(contacts)).toEqual(contacts);
    expect(markersIn(await seenBy('agent', `${complaints}/${closed}`))).toEqual([...contacts, ...records]);
    expect((before.list as unknown[]).length).toBe(2);
  });

  it('is not forgotten while a legal hold lasts, which names the matter', async () => {
    await says('legal', `/api/intake/customers/${customer}/legal-holds`, { reference: 'M-17', reason: 'litigation' });
    const { status, body } = await platform.as('administrator').post(`/api/intake/customers/${customer}/forget`);
    expect([status, (body as { reason: string }).reason]).toEqual([409, 'on-legal-hold']);
    expect((body as { detail: string }).detail).toContain('M-17');
    await says('legal', `/api/intake/customers/${customer}/legal-holds/lift`, { reference: 'M-17' });
    expect((await platform.as('agent').post(`/api/intake/customers/${customer}/forget`)).status).toBe(403);
  });

  it('is gone from the tables at once, and from the vault after the cache time', async () => {
    await says('administrator', `/api/intake/customers/${customer}/forget`);
    await platform.settled();
    expect(await progress()).toMatchObject({ step: 'waiting', open: [{ complaintId: open }] });
    const named = contacts.filter((marker) => marker !== contact.id);
    expect(await tables.standing([...named, record.reply, record.note, record.resolution])).toEqual([]);
    expect(await tables.vaultStates(closed)).toEqual(['contact 1 closed', 'record 1 closed']);
    await later(2 * minuteMs);
    expect(await progress()).toMatchObject({ step: 'done', open: [{ complaintId: open }] });
    expect(await tables.vaultStates(closed)).toEqual(['contact 1 destroyed', 'record 1 closed']);
    expect(await tables.standing([...named, record.reply, record.note, record.resolution])).toEqual([]);
  });

  it('is reached by nobody any more; what the law keeps is shown to lawyers and auditors only', async () => {
    for (const path of [`${complaints}/${closed}`, `${complaints}/${closed}?at=${whenAllStood}`]) {
      for (const role of ['agent', 'lead', 'administrator'] as const)
        expect(markersIn(await seenBy(role, path))).toEqual([]);
      for (const role of ['legal', 'auditor'] as const) expect(markersIn(await seenBy(role, path))).toEqual(records);
    }
    const history = `/api/audit/complaints/${closed}/history`;
    expect(markersIn(await seenBy('lead', history))).toEqual([]);
    expect(markersIn(await seenBy('auditor', history)).toSorted()).toEqual([...records, reason].toSorted());
    expect(markersIn(await seenBy('agent', `${complaints}?limit=50`))).toEqual([contact.id]);
  });

  it('leaves lists, counts and histories as they were', async () => expect(await addsUp()).toEqual(before));

  it('is no difference between tables and log, and nothing that a rebuild brings back', async () => {
    const ended = async (workId: string): Promise<{ state: string; compared?: { different: number } }> => {
      const { body } = await platform.as('administrator').get(`/api/operations/work/${workId}`);
      return body.state === 'waiting' || body.state === 'running' ? ended(workId) : body;
    };
    for (const kind of ['verifications', 'rebuilds', 'verifications'])
      for (const service of ['intake', 'sla', 'audit']) {
        const { body } = await platform.as('administrator').post(`/api/operations/${kind}`, { service });
        for (const { workId } of body as readonly { readonly workId: string }[]) {
          const { state, compared } = await ended(workId);
          expect([service, state, compared?.different ?? 0]).toEqual([service, 'done', 0]);
        }
      }
    expect(markersIn(await seenBy('agent', `${complaints}/${closed}`))).toEqual([]);
    const named = contacts.filter((marker) => marker !== contact.id);
    expect(await tables.standing([...named, record.reply, record.note, record.resolution])).toEqual([]);
  }, 60_000);

  it('keeps what is needed for a complaint that is still open, until it is closed', async () => {
    expect(await seenBy('agent', `${complaints}/${open}`)).toContain(elsewhere.name);
    await close(open);
    await later(2 * minuteMs);
    expect(await progress()).toMatchObject({ step: 'done', open: [] });
    expect(await tables.standing([...contacts, ...records, ...Object.values(elsewhere)])).toEqual([]);
    expect(await seenBy('legal', `${complaints}/${open}`)).toContain(elsewhere.text);
    expect(await seenBy('legal', `${complaints}/${open}`)).not.toContain(elsewhere.name);
  });

  it('may be forgotten again, to no effect', async () => {
    const states = await tables.vaultStates(closed);
    await says('administrator', `/api/intake/customers/${customer}/forget`);
    await later(2 * minuteMs);
    expect(await tables.vaultStates(closed)).toEqual(states);
    expect(await progress()).toMatchObject({ step: 'done', open: [] });
  });

  it('is not revived by an older vault: the start is refused until the forgetting was applied again', async () => {
    await platform.halt();
    await tables.withoutTriggers(
      `update redress_vault.keys k set state = o.state, wrapped = o.wrapped, destroyed_at = null
       from public.older_vault o where (o.subject, o.purpose, o.generation) = (k.subject, k.purpose, k.generation)`,
    );
    await expect(platform.restart()).rejects.toThrow(/npm run redress -- forget --again/);
    const environment = { DATABASE_URL: platform.databaseUrl, DATA_DIR: platform.dataDirectory };
    expect(await forget(['--again'], environment)).toEqual(['4 keys were withdrawn again. Redress can be started.']);
    expect(await forget(['--again'], environment)).toEqual(['Everything that was forgotten is still forgotten.']);
    platform = await platform.restart();
    expect(await tables.vaultStates(closed)).toEqual(['contact 1 destroyed', 'record 1 closed']);
    expect(markersIn(await seenBy('agent', `${complaints}/${closed}`))).toEqual([]);
  });

  it('is read again when they come back, and only then', async () => {
    await says('agent', `${complaints}/${closed}/reopen`, { reason: 'marker-return 다시' });
    await platform.settled();
    const text = await seenBy('agent', `${complaints}/${closed}`);
    expect(text).toContain('marker-return');
    expect(markersIn(text)).toEqual([]);
    expect(await tables.vaultStates(closed)).toEqual([
      'contact 1 destroyed',
      'contact 2 open',
      'record 1 closed',
      'record 2 open',
    ]);
    await close(closed);
  });

  it('stays forgotten when tables are made anew from the log', async () => {
    await platform.halt();
    await tables.dropReadModels('intake');
    platform = await platform.restart();
    await platform.settled();
    expect(await tables.standing([...contacts, record.text, record.reply, reason])).toEqual([]);
    expect(await addsUp()).toEqual(before);
    expect(await seenBy('agent', `${complaints}/${closed}`)).toContain('marker-return');
  });

  describe('is not who a customer is taken for whose key was lost', () => {
    let lost: string;
    let parked: readonly string[];
    beforeAll(async () => {
      lost = await complaintOf({ id: 'another', name: 'marker-lost' }, { text: 'marker-lost-text' });
      await close(lost);
      await platform.settled();
      await platform.halt();
      const rows = `from redress_vault.keys where subject = 'complaint-${lost}'`;
      await tables.change(`create table public.lost as select * ${rows}`);
      await tables.withoutTriggers(`delete ${rows}`);
      await tables.dropReadModels('intake');
      platform = await platform.restart();
      await platform.settled();
    });

    it('but that is an alarm, and what concerns them waits', async () => {
      parked = await tables.parkedIn('intake', lost);
      expect(parked.length).toBe(2);
      expect(platform.log()).toMatch(/an event failed and its key was parked/);
      expect(platform.log()).toMatch(/never destroyed it/);
      expect((await platform.as('agent').get(`${complaints}/${lost}`)).status).toBe(404);
    });

    it('and once it is found again, what waited is replayed, also when they were forgotten meanwhile', async () => {
      await tables.withoutTriggers('insert into redress_vault.keys select * from public.lost');
      const intake = platform.application.runtime.services.find(({ name }) => name === 'intake');
      const [first = '', second = ''] = parked;
      await intake?.replay(first, lost);
      expect(await tables.standing(['marker-lost', 'marker-lost-text'])).not.toEqual([]);
      const [one] = itemsOf(await platform.as('agent').get(`${complaints}?customerId=another`));
      const { customerKey } = one?.['customer'] as { customerKey: string };
      await says('administrator', `/api/intake/customers/${customerKey}/forget`);
      await later(2 * minuteMs);
      await intake?.replay(second, lost);
      expect(await tables.standing(['marker-lost', 'marker-lost-text'])).toEqual([]);
      expect(await seenBy('agent', `${complaints}/${lost}`)).toContain('"kind":"complaint"');
      expect(await seenBy('legal', `${complaints}/${lost}`)).toContain('marker-lost-text');
    });
  });

  it('loses the record too when the law lets it go, but not while a complaint was opened again', async () => {
    await later(1096 * dayMs - 4 * minuteMs);
    const kept = (await progress())['kept'] as { recordOf: string }[];
    expect(kept.map(({ recordOf }) => recordOf)).toEqual([closed]);
    expect(await seenBy('legal', `${complaints}/${open}`)).not.toContain(elsewhere.text);
    expect(markersIn(await seenBy('legal', `${complaints}/${closed}`))).toEqual(records);
    await later(2 * dayMs);
    expect((await progress())['kept']).toEqual([]);
    expect(await seenBy('legal', `${complaints}/${closed}`)).toContain('marker-return');
    expect(await seenBy('legal', `${complaints}/${closed}`)).not.toContain(record.text);
    expect(await addsUp()).toEqual(before);
  });
});

import type { Client, Platform } from '@redress/service-host/testing';
import { firstTeam } from './first-accounts.rules.js';
import { holding, query, signedIn, signIn, startDirectory, storedEvents } from './testing/directory.js';

const at = '/api/directory/people';
const password = 'seven small stones';
const newcomer = { username: 'jieun.park', name: '박지은', locale: 'ko', roles: ['agent'], password };

describe('People', () => {
  let platform: Platform;
  let administrator: Client;
  beforeAll(async () => {
    platform = await startDirectory();
    administrator = platform.as('administrator');
  });
  afterAll(() => platform.stop());

  const add = async (more: object): Promise<string> => {
    const answer = await administrator.post(at, { ...newcomer, ...more });
    expect(answer).toMatchObject({ status: 201 });
    return answer.body.personId;
  };
  const idOf = async (role: string): Promise<string> =>
    (await administrator.get(`${at}?role=${role}`)).body.items[0].personId;

  it('are added with a password, and sign in with it', async () => {
    const added = await administrator.post(at, { ...newcomer, teams: [{ teamId: firstTeam.teamId }] });
    expect(added).toMatchObject({ status: 201 });
    const shown = await administrator.get(`${at}/${added.body.personId}?waitFor=${added.body.position}`);
    const { password: _, ...seen } = newcomer;
    expect(shown).toMatchObject({
      status: 200,
      body: { ...seen, teams: [{ teamId: firstTeam.teamId }], active: true },
    });
    expect(await signIn(platform, 'Jieun.Park', password)).toMatchObject({ status: 200, body: { person: seen } });
  });

  it('are added once when the request comes again', async () => {
    const body = { ...newcomer, username: 'again' };
    const key = { 'idempotency-key': 'add-again' };
    const [first, second] = [await administrator.post(at, body, key), await administrator.post(at, body, key)];
    expect(second).toMatchObject({ status: 201, body: { personId: first.body.personId } });
    expect(await administrator.post(at, { ...body, name: 'Another' }, key)).toMatchObject({ status: 422 });
    expect(await signIn(platform, 'again', password)).toMatchObject({ status: 200 });
    await platform.settled();
    const { items } = (await administrator.get(`${at}?limit=200`)).body;
    expect(items.filter(({ username }: { username: string }) => username === 'again')).toHaveLength(1);
  });

  it('do not share a username, in whatever case, even when both come at once', async () => {
    const answers = await Promise.all(
      ['minsu', 'MINSU', 'Minsu'].map((username) => administrator.post(at, { ...newcomer, username })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    expect(answers.find(({ status }) => status === 409)).toMatchObject({ body: { reason: 'username-taken' } });
  });

  it('who were refused leave their username to others', async () => {
    const body = { ...newcomer, username: 'second-try' };
    const nowhere = { teams: [{ teamId: '00000000-0000-4000-8000-000000000000' }] };
    expect(await administrator.post(at, { ...body, ...nowhere })).toMatchObject({
      status: 409,
      body: { reason: 'team-unknown' },
    });
    expect(await administrator.post(at, { ...body, password: 'short' })).toMatchObject({ status: 409 });
    await add({ username: 'second-try' });
  });

  it('who never came into being, since a process ended, leave their username too', async () => {
    await query(
      platform,
      `insert into directory.users select gen_random_uuid(), 'lost', 'lost', salt, hash, cost, block_size, parallelization,
         $1::timestamptz, $1::timestamptz from directory.users limit 1`,
      [platform.now()],
    );
    expect(await administrator.post(at, { ...newcomer, username: 'lost' })).toMatchObject({ status: 409 });
    await platform.reaches('2026-03-02T09:02:00Z');
    expect(await signIn(platform, 'lost')).toMatchObject({ status: 401 });
    await add({ username: 'lost' });
    expect(await signIn(platform, 'lost', password)).toMatchObject({ status: 200 });
  });

  it('have their new roles in the next token', async () => {
    const personId = await add({ username: 'promoted' });
    const before = await signIn(platform, 'promoted', password);
    await administrator.put(`${at}/${personId}/roles`, { roles: ['lead', 'agent'] });
    const renewed = await holding(platform, before).post('/api/directory/renewal');
    expect(renewed).toMatchObject({ status: 200, body: { person: { roles: ['agent', 'lead'] } } });
    expect(await holding(platform, before).post(at, newcomer)).toMatchObject({ status: 403 });
  });

  it('are let out when they are deactivated, and in again', async () => {
    const personId = await add({ username: 'leaving' });
    const before = await signedIn(platform, 'leaving', password);
    await administrator.post(`${at}/${personId}/deactivate`);
    expect(await before.post('/api/directory/renewal')).toMatchObject({ status: 401 });
    expect(await before.get('/api/directory/me')).toMatchObject({ status: 401 });
    expect(await signIn(platform, 'leaving', password)).toMatchObject({ status: 401 });
    const back = await administrator.post(`${at}/${personId}/reactivate`);
    expect((await administrator.get(`${at}/${personId}?waitFor=${back.body.position}`)).body.active).toBe(true);
    expect(await signIn(platform, 'leaving', password)).toMatchObject({ status: 200 });
  });

  it('get another password from the administrator, which ends their sessions and any lock', async () => {
    const personId = await add({ username: 'forgetful' });
    const before = await signedIn(platform, 'forgetful', password);
    for (let guess = 0; guess < 5; guess += 1) await signIn(platform, 'forgetful', 'what was it');
    expect(await signIn(platform, 'forgetful', password)).toMatchObject({ status: 429 });
    await platform.reaches('2026-03-02T09:03:00Z');
    const set = await administrator.put(`${at}/${personId}/password`, { password: 'eight small stones' });
    expect(set).toMatchObject({ status: 204, text: '' });
    expect(await before.post('/api/directory/renewal')).toMatchObject({ status: 401 });
    expect(await signIn(platform, 'forgetful', 'eight small stones')).toMatchObject({ status: 200 });
  });

  it('always leave somebody who may administer, also when two let each other go at once', async () => {
    const first = await idOf('administrator');
    expect(await administrator.post(`${at}/${first}/deactivate`)).toMatchObject({
      status: 409,
      body: { reason: 'last-administrator' },
    });
    const second = await add({ username: 'second-admin', roles: ['administrator'] });
    const both = await Promise.all([
      administrator.post(`${at}/${first}/deactivate`),
      administrator.put(`${at}/${second}/roles`, { roles: [] }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    await administrator.post(`${at}/${first}/reactivate`);
  });

  it('change their name, team and superior', async () => {
    const personId = await add({ username: 'mover' });
    const lead = await idOf('lead');
    await administrator.put(`${at}/${personId}/name`, { name: '박지은 팀장' });
    await administrator.put(`${at}/${personId}/teams`, { teams: [{ teamId: firstTeam.teamId }] });
    const last = await administrator.put(`${at}/${personId}/superior`, { superiorId: lead });
    expect(await administrator.put(`${at}/${lead}/superior`, { superiorId: personId })).toMatchObject({
      status: 409,
      body: { reason: 'superior-in-circle' },
    });
    const shown = await administrator.get(`${at}/${personId}?waitFor=${last.body.position}`);
    expect(shown.body).toMatchObject({ name: '박지은 팀장', teams: [{ teamId: firstTeam.teamId }], superiorId: lead });
    const inTeam = await administrator.get(`${at}?teamId=${firstTeam.teamId}&role=agent&active=true`);
    expect(inTeam.body.items.map((one: { personId: string }) => one.personId)).toContain(personId);
    const none = await administrator.put(`${at}/${personId}/superior`, {});
    const free = await administrator.get(`${at}/${personId}?waitFor=${none.body.position}`);
    expect(free.body).not.toHaveProperty('superiorId');
  });

  it('are seen by their colleagues without usernames, in pages', async () => {
    const agent = platform.as('agent');
    const page = await agent.get(`${at}?limit=3`);
    expect(page).toMatchObject({ status: 200, body: { items: [{}, {}, {}] } });
    expect(page.text).not.toContain('username');
    const seen = new Set<string>();
    for (let cursor = ''; ;) {
      const { items, next } = (await agent.get(`${at}?limit=3${cursor}`)).body;
      for (const { personId } of items) expect(seen.size).toBe(seen.add(personId).size - 1);
      if (!next) break;
      cursor = `&cursor=${encodeURIComponent(next)}`;
    }
    expect(seen.size).toBe(Number((await query(platform, 'select count(*) from directory.users'))[0]!['count']));
  });

  it('are for administrators to change', async () => {
    const agent = platform.as('agent');
    const id = await idOf('lead');
    expect(await agent.post(at, newcomer)).toMatchObject({ status: 403 });
    expect(await agent.put(`${at}/${id}/roles`, { roles: [] })).toMatchObject({ status: 403 });
    expect(await agent.put(`${at}/${id}/password`, { password })).toMatchObject({ status: 403 });
    expect(await platform.anonymous.get(at)).toMatchObject({ status: 401 });
  });

  it('who are not here are not found', async () => {
    const nobody = `${at}/00000000-0000-4000-8000-000000000000`;
    expect(await administrator.get(nobody)).toMatchObject({ status: 404 });
    expect(await administrator.put(`${nobody}/name`, { name: 'Nobody' })).toMatchObject({ status: 404 });
    expect(await administrator.put(`${nobody}/password`, { password })).toMatchObject({ status: 404 });
    expect(await administrator.get(`${at}/not-an-id`)).toMatchObject({ status: 400 });
  });

  it('come back from the log when the read tables are gone, with their passwords', async () => {
    const before = (await administrator.get(`${at}?limit=200`)).body;
    const tables = await query(
      platform,
      `select tablename from pg_tables where schemaname = 'directory' and tablename like '%\\_\\_%'`,
    );
    expect(tables).toHaveLength(4);
    for (const { tablename } of tables) await query(platform, `drop table directory."${String(tablename)}"`);
    await query(platform, `delete from directory.checkpoints where consumer like 'read %'`);
    platform = await platform.restart();
    administrator = platform.as('administrator');
    await platform.settled();
    expect((await administrator.get(`${at}?limit=200`)).body).toEqual(before);
    expect(await signIn(platform, 'jieun.park', password)).toMatchObject({ status: 200 });
  });

  it('stand in the log without their names', async () => {
    const log = await storedEvents(platform);
    for (const secret of ['박지은', 'jieun', 'Team lead', password]) expect(log).not.toContain(secret);
  });
});

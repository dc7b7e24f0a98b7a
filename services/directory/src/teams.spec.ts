import type { Platform } from '@redress/service-host/testing';
import { firstTeam, firstTeams } from './first-accounts.rules.js';
import { startDirectory } from './testing/directory.js';

const at = '/api/directory/teams';

describe('Teams', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startDirectory();
  });
  afterAll(() => platform.stop());

  it('begin with one for each function, customer service among them', async () => {
    await platform.settled();
    const { items } = (await platform.as('agent').get(at)).body;
    expect(items).toEqual(firstTeams.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
    expect(items[0]).toEqual({ ...firstTeam, function: 'customer-service' });
  });

  it('are there for something, which an administrator says', async () => {
    const administrator = platform.as('administrator');
    const { teamId } = (await administrator.post(at, { name: 'Returns' })).body;
    const path = `${at}/${teamId}`;
    expect(await platform.as('lead').put(`${path}/function`, { function: 'logistics' })).toMatchObject({ status: 403 });
    expect(await administrator.put(`${path}/function`, { function: 'gardening' })).toMatchObject({ status: 400 });
    const changed = await administrator.put(`${path}/function`, { function: 'logistics' });
    expect((await platform.as('agent').get(`${path}?waitFor=${changed.body.position}`)).body).toEqual({
      teamId,
      name: 'Returns',
      function: 'logistics',
    });
  });

  it('are added and renamed, each with a name of its own', async () => {
    const administrator = platform.as('administrator');
    const added = await administrator.post(at, { name: '품질 관리' });
    const { teamId } = added.body;
    expect(added).toMatchObject({ status: 201 });
    expect(await administrator.post(at, { name: '품질 관리' })).toMatchObject({
      status: 409,
      body: { reason: 'team-name-taken' },
    });
    const renamed = await administrator.put(`${at}/${teamId}/name`, { name: 'Quality control' });
    expect((await platform.as('agent').get(`${at}/${teamId}?waitFor=${renamed.body.position}`)).body).toEqual({
      teamId,
      name: 'Quality control',
    });
    expect((await platform.as('agent').get(`${at}?limit=1`)).body).toMatchObject({
      items: [firstTeam],
      next: expect.any(String),
    });
  });

  it('that do not exist are not found', async () => {
    const nowhere = `${at}/00000000-0000-4000-8000-000000000000`;
    expect(await platform.as('agent').get(nowhere)).toMatchObject({ status: 404 });
    const administrator = platform.as('administrator');
    expect(await administrator.put(`${nowhere}/name`, { name: 'X' })).toMatchObject({ status: 404 });
    expect(await administrator.put(`${nowhere}/function`, { function: 'legal' })).toMatchObject({ status: 404 });
    expect(await platform.as('agent').post(at, { name: 'Mine' })).toMatchObject({ status: 403 });
  });
});

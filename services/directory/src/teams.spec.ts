import type { Platform } from '@redress/service-host/testing';
import { firstTeam } from './first-accounts.rules.js';
import { startDirectory } from './testing/directory.js';

const at = '/api/directory/teams';

describe('Teams', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startDirectory();
  });
  afterAll(() => platform.stop());

  it('begin with customer service', async () => {
    await platform.settled();
    expect((await platform.as('agent').get(at)).body).toEqual({ items: [firstTeam] });
  });

  it('are added and renamed, each with a name of its own', async () => {
    const administrator = platform.as('administrator');
    const added = await administrator.post(at, { name: '품질' });
    const { teamId } = added.body;
    expect(added).toMatchObject({ status: 201 });
    expect(await administrator.post(at, { name: '품질' })).toMatchObject({
      status: 409,
      body: { reason: 'team-name-taken' },
    });
    const renamed = await administrator.put(`${at}/${teamId}/name`, { name: 'Quality' });
    expect((await platform.as('agent').get(`${at}/${teamId}?waitFor=${renamed.body.position}`)).body).toEqual({
      teamId,
      name: 'Quality',
    });
    expect((await platform.as('agent').get(`${at}?limit=1`)).body).toMatchObject({
      items: [firstTeam],
      next: expect.any(String),
    });
  });

  it('that do not exist are not found', async () => {
    const nowhere = `${at}/00000000-0000-4000-8000-000000000000`;
    expect(await platform.as('agent').get(nowhere)).toMatchObject({ status: 404 });
    expect(await platform.as('administrator').put(`${nowhere}/name`, { name: 'X' })).toMatchObject({ status: 404 });
    expect(await platform.as('agent').post(at, { name: 'Mine' })).toMatchObject({ status: 403 });
  });
});

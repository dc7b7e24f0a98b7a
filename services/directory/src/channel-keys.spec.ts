import { createHash } from 'node:crypto';
import type { Platform } from '@redress/service-host/testing';
import { query, startDirectory } from './testing/directory.js';

const at = '/api/directory/channel-keys';
const shop = { channel: 'web', label: 'Shop', requestsPerMinute: 600 };

describe('Keys of channels', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startDirectory();
  });
  afterAll(() => platform.stop());
  const issuedEvents = async () =>
    (await query(platform, `select data from redress_log.events where type = 'directory.ChannelKeyIssued'`)).map(
      ({ data }) => JSON.parse(String(data)) as Record<string, unknown>,
    );

  it('are shown when they are issued, and only their hash is kept', async () => {
    const { status, body } = await platform.as('administrator').post(at, shop);
    const [keyId, secret] = body.key.split('.');
    expect({ status, keyId }).toEqual({ status: 201, keyId: body.keyId });
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(await issuedEvents()).toEqual([
      { ...shop, keyId, secretSha256: createHash('sha256').update(secret).digest('hex') },
    ]);
    const listed = await platform.as('administrator').get(`${at}?waitFor=${body.position}`);
    expect(listed.body.items).toEqual([{ ...shop, keyId, revoked: false, issuedAt: expect.any(String) }]);
    const dump = JSON.stringify(await query(platform, 'select * from redress_log.events')) + platform.log();
    expect(dump).not.toContain(secret);
  });

  it('are the same when the same request comes again, also after a restart', async () => {
    const key = { 'idempotency-key': 'one-key-please' };
    const first = await platform.as('administrator').post(at, shop, key);
    platform = await platform.restart();
    const second = await platform.as('administrator').post(at, shop, key);
    expect(second).toMatchObject({ status: 201, body: { keyId: first.body.keyId, key: first.body.key } });
    expect(await platform.as('administrator').post(at, { ...shop, label: 'Other' }, key)).toMatchObject({
      status: 422,
    });
    expect(await issuedEvents()).toHaveLength(2);
  });

  it('are different for different requests', async () => {
    const [one, other] = [
      await platform.as('administrator').post(at, shop),
      await platform.as('administrator').post(at, shop),
    ];
    expect(one.body.key.split('.')[1]).not.toBe(other.body.key.split('.')[1]);
  });

  it('are revoked, once', async () => {
    const administrator = platform.as('administrator');
    const { keyId } = (await administrator.post(at, shop)).body;
    const revoked = await administrator.post(`${at}/${keyId}/revoke`);
    expect(revoked).toMatchObject({ status: 200 });
    expect(await administrator.post(`${at}/${keyId}/revoke`)).toMatchObject({ status: 200 });
    const { items } = (await administrator.get(`${at}?waitFor=${revoked.body.position}`)).body;
    expect(items.find((one: { keyId: string }) => one.keyId === keyId)).toMatchObject({ revoked: true });
    expect(await administrator.post(`${at}/00000000-0000-4000-8000-000000000000/revoke`)).toMatchObject({
      status: 404,
    });
  });

  it('are for administrators', async () => {
    expect(await platform.as('lead').post(at, shop)).toMatchObject({ status: 403 });
    expect(await platform.as('auditor').get(at)).toMatchObject({ status: 403 });
    expect(await platform.anonymous.get(at)).toMatchObject({ status: 401 });
  });

  it.each([
    { ...shop, channel: 'pigeon' },
    { ...shop, requestsPerMinute: 0 },
    { ...shop, secret: 'mine' },
  ])('are not issued for what does not fit: %j', async (body) =>
    expect(await platform.as('administrator').post(at, body)).toMatchObject({ status: 400 }),
  );
});

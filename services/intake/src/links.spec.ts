import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, type Platform, startPlatform } from '@redress/service-host/testing';
import { HouseSecrets } from '@redress/service-host';
import { decodeJwt, importJWK, type JWK, SignJWT } from 'jose';
import { IntakeModule } from './intake.module.js';

const complaints = '/api/intake/complaints';
const mine = '/api/intake/my-complaint';
const policy = '/api/intake/link-policy';
let platform: Platform;
let complaintId: string;

const startIntake = (): Promise<Platform> =>
  startPlatform(IntakeModule, {
    at: '2026-03-02T09:00:00.500Z',
    environment: { PUBLIC_URL: 'https://care.example.com' },
  });

beforeEach(async () => {
  platform = await startIntake();
  const { body } = await platform.anonymous.post(complaints, { channel: 'web', text: 'The kettle leaks.' });
  complaintId = (body as { complaintId: string }).complaintId;
});
afterEach(() => platform.stop());

const secret = (name: string): string => join(platform.dataDirectory, 'secrets', name);
const issue = (headers: Record<string, string> = {}): Promise<Answer> =>
  platform.as('agent').post(`${complaints}/${complaintId}/links`, {}, headers);
const revoke = (): Promise<Answer> => platform.as('lead').post(`${complaints}/${complaintId}/links/revoke`);
const ask = async (token: string): Promise<number> => {
  await platform.settled();
  return (await platform.with({ authorization: `Link ${token}` }).get(mine)).status;
};
const tokenOf = ({ body }: Answer): string => (body as { token: string }).token;

describe('A link', () => {
  it('is handed out by an agent, for as long as the policy says, and opens the complaint', async () => {
    const { status, body } = await issue();
    const { token, url, expiresAt, position } = body as {
      token: string;
      url: string;
      expiresAt: string;
      position: string;
    };
    expect([status, url, expiresAt]).toEqual([
      201,
      `https://care.example.com/my-complaint#${token}`,
      '2026-05-31T09:00:00.000Z',
    ]);
    expect(position).toBeDefined();
    expect(await ask(token)).toBe(200);
    const refused = [
      platform.as('finance').post(`${complaints}/${complaintId}/links`),
      platform.as('auditor').post(`${complaints}/${complaintId}/links/revoke`),
      platform.anonymous.post(`${complaints}/${complaintId}/links`),
      platform.as('agent').post(`${complaints}/6f8e0000-0000-5000-8000-00000000dead/links`),
      platform.as('agent').post(`${complaints}/6f8e0000-0000-5000-8000-00000000dead/links/revoke`),
    ];
    expect((await Promise.all(refused)).map((answer) => answer.status)).toEqual([403, 403, 401, 404, 404]);
  });

  it('is the same for the same request, and one more for another', async () => {
    const key = { 'idempotency-key': 'link-once' };
    const first = await issue(key);
    await platform.reaches('2026-03-02T10:00:00Z');
    await issue();
    const again = await issue(key);
    expect([again.status, again.body]).toEqual([201, first.body]);
    const log = await platform.store.read(`intake.links-${complaintId}`);
    expect(log.map(({ type }) => type)).toEqual(['intake.LinkIssued', 'intake.LinkIssued']);
  });

  it('expires to the second', async () => {
    const token = tokenOf(await issue());
    await platform.reaches('2026-05-31T08:59:59.999Z');
    expect(await ask(token)).toBe(200);
    await platform.reaches('2026-05-31T09:00:00Z');
    expect(await ask(token)).toBe(401);
  });

  it('opens nothing once it was revoked, at once; one that was made afterwards does', async () => {
    const before = [tokenOf(await issue()), tokenOf(await issue())];
    expect((await revoke()).body).toMatchObject({ generation: 2 });
    for (const token of before)
      expect((await platform.with({ authorization: `Link ${token}` }).get(mine)).status).toBe(401);
    const after = tokenOf(await issue());
    expect(await ask(after)).toBe(200);
    expect((await revoke()).body).toMatchObject({ generation: 3 });
    platform = await platform.restart();
    expect(await ask(after)).toBe(401);
  });

  it('of a repeated request stays revoked, when it was', async () => {
    const key = { 'idempotency-key': 'link-once' };
    const first = await issue(key);
    await revoke();
    const again = await issue(key);
    expect(tokenOf(again)).toBe(tokenOf(first));
    expect(await ask(tokenOf(again))).toBe(401);
  });

  it('is refused when it was forged, by whatever means an outsider has', async () => {
    const claims = { complaintId, generation: 1, scope: 'customer', iss: 'redress' };
    const sign = async (file: string, more: object = {}): Promise<string> => {
      const key = JSON.parse(readFileSync(file, 'utf8')) as JWK;
      return new SignJWT({ ...claims, ...more })
        .setProtectedHeader({ alg: 'EdDSA', kid: String(key.kid), typ: 'redress-link' })
        .setExpirationTime(new Date('2026-05-31T09:00:00Z'))
        .sign(await importJWK(key, 'EdDSA'));
    };
    const elsewhere = await HouseSecrets.made(join(platform.dataDirectory, 'elsewhere'));
    const good = tokenOf(await issue());
    const [header = '', body = '', signature = ''] = good.split('.');
    const other = Buffer.from(JSON.stringify({ ...decodeJwt(good), complaintId: complaintId.replace(/.$/, '0') }));
    const forged = [
      `${header}.${other.toString('base64url')}.${signature}`,
      `${header}.${body}.`,
      `${header}.${body}`,
      await sign(elsewhere.linkPrivateKeyFile),
      await sign(secret('sign-in.private.json')),
      await sign(secret('customer-link.private.json'), { scope: 'lead' }),
      await sign(secret('customer-link.private.json'), { generation: 2 }),
    ];
    for (const token of forged) expect([token, await ask(token)]).toEqual([token, 401]);
    const asPerson = await platform.with({ authorization: `Bearer ${good}` }).get(mine);
    expect(asPerson.status).toBe(401);
  });

  it('outlives the exchange of its key, until the old one is taken out of the file', async () => {
    const before = tokenOf(await issue());
    const next = await HouseSecrets.made(join(platform.dataDirectory, 'next'));
    const keysIn = (file: string): object[] => (JSON.parse(readFileSync(file, 'utf8')) as { keys: object[] }).keys;
    const old = keysIn(secret('customer-link.public.json'));
    const fresh = keysIn(next.linkPublicKeysFile);
    writeFileSync(secret('customer-link.public.json'), JSON.stringify({ keys: [...fresh, ...old] }));
    writeFileSync(secret('customer-link.private.json'), readFileSync(next.linkPrivateKeyFile));
    platform = await platform.restart();
    const after = tokenOf(await issue());
    expect([await ask(before), await ask(after)]).toEqual([200, 200]);
    writeFileSync(secret('customer-link.public.json'), JSON.stringify({ keys: fresh }));
    platform = await platform.restart();
    expect([await ask(before), await ask(after)]).toEqual([401, 200]);
  });

  it('stands in no event and in no line of the log', async () => {
    const token = tokenOf(await issue());
    await ask(token);
    await platform.with({ authorization: `Link ${token}x` }).get(mine);
    await platform.with({ authorization: `Link ${token}` }).post(`${mine}/messages`, { text: 'Hello?' });
    await platform.settled();
    const streams = [`intake.links-${complaintId}`, `intake.complaint-${complaintId}`];
    const log = (await Promise.all(streams.map((stream) => platform.store.read(stream)))).flat();
    expect(log.map(({ type }) => type)).toContain('intake.LinkIssued');
    const everything = [platform.log(), ...log.flatMap(({ data, metadata }) => [data, JSON.stringify(metadata)])].join(
      '\n',
    );
    for (const part of token.split('.')) expect(everything).not.toContain(part);
  });

  it('is made by nobody without the private key: intake does not start then', async () => {
    rmSync(secret('customer-link.private.json'));
    await expect(platform.restart()).rejects.toThrow('customer-link.private.json');
    platform = await startIntake();
  });
});

describe('For how long links are good', () => {
  it('is a policy with versions, and each link keeps the end it was given', async () => {
    const before = await issue();
    expect((await platform.as('agent').get(policy)).body).toEqual({ version: 1, validDays: 90 });
    expect((await platform.as('agent').put(policy, { validDays: 1 })).status).toBe(403);
    for (const validDays of [0, 366, 1.5, '7'])
      expect((await platform.as('lead').put(policy, { validDays })).status).toBe(400);
    expect((await platform.as('lead').put(policy, { validDays: 1 })).body).toMatchObject({ version: 2, validDays: 1 });
    const after = await issue();
    expect([before.body.expiresAt, after.body.expiresAt]).toEqual([
      '2026-05-31T09:00:00.000Z',
      '2026-03-03T09:00:00.000Z',
    ]);
    await platform.settled();
    const { items } = (await platform.as('agent').get(`${policy}/versions`)).body as { items: object[] };
    expect(items).toMatchObject([
      { version: 2, validDays: 1, publishedAt: '2026-03-02T09:00:00.500Z' },
      { version: 1 },
    ]);
    const log = await platform.store.read(`intake.links-${complaintId}`);
    expect(log.map(({ data }) => (JSON.parse(data) as { policyVersion: number }).policyVersion)).toEqual([1, 2]);
  });
});

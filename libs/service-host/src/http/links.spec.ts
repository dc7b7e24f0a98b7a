import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Param } from '@nestjs/common';
import { ComplaintPath } from '@redress/contracts';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { Allow, AllowAnyone } from './allow.js';
import { AskedBy, OwnComplaint } from './asked.js';
import type { Caller } from './caller.js';
import { linkToken } from './link-token.js';
import { CUSTOMER_LINKS, type LinksInForce } from './ports.js';
import { type ExampleApp, exampleApp, noon } from './testing/example-app.js';

@Controller('shipping')
class LinkedController {
  @Get('mine')
  @Allow('customer', 'agent')
  mine(@OwnComplaint() complaintId: string): object {
    return { complaintId };
  }
  @Get('cases/:complaintId')
  @Allow('customer', 'agent')
  one(@Param() { complaintId }: ComplaintPath): object {
    return { complaintId };
  }
  @Get('open/:complaintId')
  @AllowAnyone()
  open(@Param() _path: ComplaintPath, @AskedBy() caller: Caller): Caller {
    return caller;
  }
  @Get('staff')
  @Allow('agent', 'channel')
  staff(): object {
    return {};
  }
}

const own = '0b5b7c0e-6b1e-4c3a-9a44-1f0c2d3e4f50';
const other = '0b5b7c0e-6b1e-4c3a-9a44-1f0c2d3e4f51';
const inDays = (days: number): Date => new Date(noon.getTime() + days * 86_400_000);
const link = { complaintId: own, generation: 2, expiresAt: inDays(90) };

const newPair = async (kid: string): Promise<{ readonly own: JWK; readonly known: JWK }> => {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const named = { kid, use: 'sig' };
  return { own: { ...(await exportJWK(privateKey)), ...named }, known: { ...(await exportJWK(publicKey)), ...named } };
};

describe('A customer’s link', () => {
  let directory: string;
  let file: string;
  let pair: Awaited<ReturnType<typeof newPair>>;
  let example: ExampleApp;
  let generation: number;
  const links: LinksInForce = { holds: async (complaintId, of) => complaintId === own && of === generation };

  const begin = (more: object = {}): Promise<ExampleApp> =>
    exampleApp({
      controllers: [LinkedController],
      providers: [{ provide: CUSTOMER_LINKS, useValue: links }],
      linkKeys: file,
      limits: { failedSignIns: 1_000 },
      ...more,
    });
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'links-'));
    file = join(directory, 'links.json');
    pair = await newPair('first');
    await writeFile(file, JSON.stringify({ keys: [pair.known] }));
    generation = 2;
    example = await begin();
  });
  afterEach(async () => {
    await example.close();
    await rm(directory, { recursive: true });
  });

  const ask = (path: string, token: string, scheme = 'Link') =>
    example.inject({ url: `/api/shipping/${path}`, headers: { authorization: `${scheme} ${token}` } });
  const signed = (claims: object, header: object = {}): Promise<string> =>
    new SignJWT({ iss: 'redress', exp: link.expiresAt.getTime() / 1000, ...claims } as Record<string, unknown>)
      .setProtectedHeader({ alg: 'EdDSA', kid: 'first', typ: 'redress-link', ...header })
      .sign(pair.own);
  const claims = { complaintId: own, generation: 2, scope: 'customer' };

  it('makes its bearer the customer of one complaint, and nothing else', async () => {
    const token = await linkToken(link, pair.own);
    expect((await ask('mine', token)).json()).toEqual({ complaintId: own });
    expect((await ask(`open/${own}`, token)).json()).toEqual({
      id: `customer:${own}`,
      kind: 'customer',
      roles: ['customer'],
      teams: [],
      complaintId: own,
    });
    expect((await ask('staff', token)).statusCode).toBe(403);
  });

  it('opens no address that names another complaint, whomever the route allows', async () => {
    const token = await linkToken(link, pair.own);
    expect((await ask(`cases/${own}`, token)).statusCode).toBe(200);
    for (const path of [`cases/${other}`, `open/${other}`, `cases/${own.toUpperCase()}`])
      expect((await ask(path, token)).json()).toMatchObject({
        status: 403,
        detail: 'This link is for another complaint.',
      });
    const agent = await example.inject({ url: '/api/shipping/mine', headers: await example.as('agent') });
    expect(agent.statusCode).toBe(403);
  });

  it('is refused when it is none of ours, or for something else', async () => {
    const stranger = await newPair('first');
    const unsigned = `${Buffer.from('{"alg":"none","typ":"redress-link"}').toString('base64url')}.${Buffer.from(JSON.stringify({ iss: 'redress', exp: 9e9, ...claims })).toString('base64url')}.`;
    const wrong = [
      'x',
      'a.b.c',
      unsigned,
      `${await linkToken(link, pair.own)}x`,
      await linkToken(link, stranger.own),
      await linkToken(link, { ...pair.own, kid: 'unknown' }),
      await linkToken({ ...link, expiresAt: noon }, pair.own),
      await signed({ ...claims, iss: 'somebody' }),
      await signed({ ...claims, exp: undefined }),
      await signed({ ...claims, scope: 'colleague' }),
      await signed({ ...claims, scope: undefined }),
      await signed({ ...claims, scope: ['customer'] }),
      await signed({ ...claims, complaintId: undefined }),
      await signed({ ...claims, complaintId: '../../x' }),
      await signed({ ...claims, complaintId: { toString: own } }),
      await signed({ ...claims, generation: 0 }),
      await signed({ ...claims, generation: '2' }),
      await signed({ ...claims, generation: 2.5 }),
      await signed(claims, { typ: 'JWT' }),
      await signed(claims, { typ: undefined }),
      await example.token('agent'),
    ];
    for (const token of wrong) expect([token, (await ask('mine', token)).statusCode]).toEqual([token, 401]);
    expect((await ask('mine', await signed(claims))).statusCode).toBe(200);
    expect((await ask('mine', await signed(claims), 'Bearer')).statusCode).toBe(401);
    const answer = await ask('mine', await linkToken({ ...link, expiresAt: noon }, pair.own));
    expect(answer.json()).toMatchObject({ detail: 'This link has expired. Ask for a new one.' });
    expect(answer.headers['www-authenticate']).toContain('Link realm="redress"');
  });

  it('ends with its time, and with its generation', async () => {
    const token = await linkToken(link, pair.own);
    example.clock.pass(90 * 86_400 - 1);
    expect((await ask('mine', token)).statusCode).toBe(200);
    generation = 3;
    expect((await ask('mine', token)).json()).toMatchObject({
      status: 401,
      detail: 'This link was revoked. Ask for a new one.',
    });
    generation = 2;
    example.clock.pass(1);
    expect((await ask('mine', token)).statusCode).toBe(401);
  });

  it('outlives the exchange of its key as long as the old one stands in the file', async () => {
    const next = await newPair('second');
    const [before, after] = [await linkToken(link, pair.own), await linkToken(link, next.own)];
    expect((await ask('mine', after)).statusCode).toBe(401);
    await writeFile(file, JSON.stringify({ keys: [next.known, pair.known] }));
    expect([(await ask('mine', before)).statusCode, (await ask('mine', after)).statusCode]).toEqual([200, 200]);
    await writeFile(file, JSON.stringify({ keys: [next.known] }));
    expect([(await ask('mine', before)).statusCode, (await ask('mine', after)).statusCode]).toEqual([401, 200]);
  });

  it('is good nowhere without keys for links, or without anybody who knows which of them hold', async () => {
    const token = await linkToken(link, pair.own);
    for (const lacking of [{ linkKeys: undefined }, { providers: [] }]) {
      await example.close();
      example = await begin(lacking);
      expect((await ask('mine', token)).statusCode).toBe(401);
    }
  });

  it('may be used so many times a minute, and guessed at less often', async () => {
    await example.close();
    example = await begin({ limits: { perLink: 2, failedSignIns: 3 } });
    const codes = async (token: string, times: number): Promise<readonly number[]> => {
      const all: number[] = [];
      for (let n = 0; n < times; n += 1) all.push((await ask('mine', token)).statusCode);
      return all;
    };
    expect(await codes(await linkToken(link, pair.own), 3)).toEqual([200, 200, 429]);
    expect(await codes('a.b.c', 4)).toEqual([401, 401, 401, 429]);
  });

  it('stands in no line of the log', async () => {
    const token = await linkToken(link, pair.own);
    await ask('mine', token);
    await ask('mine', `${token}x`);
    await example.inject({ url: `/api/shipping/mine?token=${token}` });
    expect(example.lines.join('')).toContain(`customer:${own}`);
    for (const part of token.split('.')) expect(example.lines.join('')).not.toContain(part);
  });
});

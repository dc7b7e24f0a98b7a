import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { AllowAnyone } from './allow.js';
import type { ChannelKeys } from './ports.js';
import { CHANNEL_KEYS } from './ports.js';
import { type ExampleApp, exampleApp, newKey, noon, parcel, parcelId } from './testing/example-app.js';

const secret = 'a-secret-of-a-channel-0123456789';
const keys: ChannelKeys = {
  find: (keyId, sha256) =>
    Promise.resolve(
      keyId === 'web-1' && sha256 === createHash('sha256').update(secret).digest('hex')
        ? { channel: 'web', limits: { perMinute: 2 } }
        : undefined,
    ),
};
const inSeconds = (seconds: number): number => noon.getTime() / 1000 + seconds;

let example: ExampleApp;
beforeEach(async () => {
  example = await exampleApp({
    providers: [{ provide: CHANNEL_KEYS, useValue: keys }],
    limits: { failedSignIns: 1_000 },
  });
});
afterEach(() => example.close());

const me = (authorization?: string) =>
  example.inject({ url: '/api/shipping/parcels/me', ...(authorization && { headers: { authorization } }) });

describe('Who is asking', () => {
  it('is nobody without credentials', async () =>
    expect((await me()).json()).toEqual({ id: 'anonymous', kind: 'anonymous', roles: [], teams: [] }));

  it('is a person, by their token', async () =>
    expect((await me(`Bearer ${await example.token('agent', 'lead')}`)).json()).toEqual({
      id: 'person-1',
      kind: 'person',
      roles: ['agent', 'lead'],
      teams: ['blue'],
    }));

  it('is a channel, by its key', async () =>
    expect((await me(`Channel-Key web-1.${secret}`)).json()).toEqual({
      id: 'channel:web-1',
      kind: 'channel',
      channel: 'web',
      roles: ['channel'],
      teams: [],
    }));

  it('never has a role that a token cannot give', async () => {
    const token = await example.key.sign({
      sub: 'x',
      roles: ['channel', 'customer', 'house', 'god', 7, null, 'agent'],
    });
    expect((await me(`Bearer ${token}`)).json()).toMatchObject({ roles: ['agent'] });
    const odd = await example.key.sign({ sub: 'x', roles: 'administrator', teams: { a: 1 } });
    expect((await me(`Bearer ${odd}`)).json()).toMatchObject({ roles: [], teams: [] });
  });

  it('is refused with wrong credentials, also where anyone may ask', async () => {
    const other = await newKey('first');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(`{"iss":"redress","sub":"x","exp":${inSeconds(60)}}`).toString('base64url')}.`;
    const wrong = [
      'Bearer',
      'Bearer ',
      'Bearer x',
      'Bearer a b',
      'Basic a2ltOmtpbQ==',
      `Bearer ${unsigned}`,
      `Bearer ${await other.sign({ sub: 'x' })}`,
      `Bearer ${await example.key.sign({ sub: 'x', iss: 'somebody' })}`,
      `Bearer ${await example.key.sign({ sub: 'x', exp: undefined })}`,
      `Bearer ${await example.key.sign({ sub: 'x', exp: inSeconds(0) })}`,
      `Bearer ${await example.key.sign({ sub: 'x', nbf: inSeconds(60) })}`,
      `Bearer ${await example.key.sign({})}`,
      `Bearer ${await example.key.sign({ sub: 'channel:web-1' })}`,
      `Bearer ${await example.key.sign({ sub: 'x' }, { kid: 'unknown' })}`,
      `Bearer ${'x'.repeat(5_000)}`,
      `Channel-Key web-1.${secret}x`,
      `Channel-Key web-2.${secret}`,
      'Channel-Key web-1',
      'Channel-Key .',
      `Channel-Key web-1.${'\u00e9'.repeat(20)}`,
    ];
    for (const authorization of wrong) {
      const answer = await me(authorization);
      expect([authorization, answer.statusCode]).toEqual([authorization, 401]);
      expect(answer.headers['www-authenticate']).toContain('Bearer');
    }
  });

  it('is asked again once the token has expired', async () => {
    const token = await example.key.sign({ sub: 'x', exp: inSeconds(60) });
    expect((await me(`Bearer ${token}`)).statusCode).toBe(200);
    example.clock.pass(61);
    expect((await me(`Bearer ${token}`)).json()).toMatchObject({
      status: 401,
      detail: 'This token has expired. Renew it, or sign in again.',
    });
  });

  it('is told once only: a header sent twice is refused', async () => {
    const answer = await example.inject({
      url: '/api/shipping/parcels/me',
      headers: { 'idempotency-key': ['a', 'b'] as unknown as string },
    });
    expect(answer.statusCode).toBe(400);
  });
});

describe('The keys of tokens', () => {
  it('are exchanged without a restart, old and new side by side for as long as both stand in the file', async () => {
    const next = await newKey('second');
    const [before, after] = [`Bearer ${await example.token('agent')}`, `Bearer ${await next.sign({ sub: 'y' })}`];
    expect((await me(after)).statusCode).toBe(401);
    await writeFile(example.file, JSON.stringify({ keys: [example.key.jwk, next.jwk] }));
    expect((await me(after)).statusCode).toBe(200);
    expect((await me(before)).statusCode).toBe(200);
    await writeFile(example.file, JSON.stringify({ keys: [next.jwk] }));
    expect((await me(before)).statusCode).toBe(401);
    expect((await me(after)).statusCode).toBe(200);
  });

  it('stay in use while the file cannot be read, which is reported', async () => {
    const token = `Bearer ${await example.token('agent')}`;
    await writeFile(example.file, '{"keys":[');
    expect((await me(token)).statusCode).toBe(200);
    expect(example.logged().some(({ level }) => level === 'warn')).toBe(true);
  });

  it('are public ones, and there is at least one: otherwise nothing starts', async () => {
    const { jwk } = await newKey('x');
    await writeFile(example.file, JSON.stringify({ keys: [{ ...jwk, d: 'AAAA' }] }));
    await expect(exampleApp({ publicKeys: example.file })).rejects.toThrow('holds a private key');
    await writeFile(example.file, JSON.stringify({ keys: [] }));
    await expect(exampleApp({ publicKeys: example.file })).rejects.toThrow('No Ed25519 public key');
    await expect(exampleApp({ publicKeys: '/nowhere.json' })).rejects.toThrow('ENOENT');
  });
});

describe('A route', () => {
  const recall = async (headers: Record<string, string>) =>
    example.inject({ method: 'POST', url: `/api/shipping/parcels/${parcelId}/recall`, headers });

  it('lets in one of its roles, and names them to all others', async () => {
    expect((await recall(await example.as('lead'))).statusCode).toBe(409);
    expect((await recall(await example.as('agent'))).json()).toMatchObject({
      status: 403,
      detail: 'This needs the role lead.',
    });
    const read = await example.inject({ url: `/api/shipping/parcels/${parcelId}`, headers: await example.as('legal') });
    expect(read.json()).toMatchObject({ detail: 'This needs one of the roles agent, auditor, channel.' });
    expect((await recall({})).statusCode).toBe(401);
  });

  it('for those who signed in is for people', async () => {
    const ask = (authorization: string) => example.inject({ url: '/api/shipping/parcels', headers: { authorization } });
    expect((await ask(`Bearer ${await example.token()}`)).statusCode).toBe(200);
    expect((await ask(`Channel-Key web-1.${secret}`)).statusCode).toBe(403);
  });

  it('is checked before its body is judged', async () => {
    const answer = await example.inject({ method: 'POST', url: '/api/shipping/parcels', payload: { wrong: true } });
    expect(answer.statusCode).toBe(401);
  });

  it('that does not say who may call it keeps the application from starting', async () => {
    @Controller('shipping/open')
    class OpenController {
      @Get()
      @AllowAnyone()
      all(): object {
        return {};
      }
      @Get('forgotten')
      forgotten(): object {
        return {};
      }
    }
    await expect(exampleApp({ controllers: [OpenController] })).rejects.toThrow(
      'Say with @Allow, @AllowSignedIn or @AllowAnyone who may call: OpenController.forgotten (GET /api/shipping/open/forgotten).',
    );
  });

  it('that takes something nothing would check keeps it from starting too', async () => {
    @Controller('shipping/loose')
    @AllowAnyone()
    class LooseController {
      @Get(':id')
      one(@Param('id') _id: string, @Query() _query: object): object {
        return {};
      }
    }
    await expect(exampleApp({ controllers: [LooseController] })).rejects.toThrow(
      'Take these whole, as a class of the contracts: @Query(), @Param("id") of LooseController.one (GET /api/shipping/loose/{id}).',
    );
  });
});

describe('How often one may ask', () => {
  it('is limited by a channel’s key, by the clock that was given', async () => {
    const ask = () => me(`Channel-Key web-1.${secret}`);
    expect([(await ask()).statusCode, (await ask()).statusCode]).toEqual([200, 200]);
    const refused = await ask();
    expect(refused.json()).toMatchObject({ status: 429, type: '/problems/too-many-requests' });
    expect(refused.headers['retry-after']).toBe('60');
    example.clock.pass(59);
    expect((await ask()).headers['retry-after']).toBe('1');
    example.clock.pass(1);
    expect((await ask()).statusCode).toBe(200);
  });

  it('is limited per person, per address, and for one route alone', async () => {
    const limited = await exampleApp({
      limits: { perCaller: 2, anonymousWrites: 5, anonymousReads: 2, failedSignIns: 2 },
    });
    const times = async (count: number, ask: () => Promise<{ statusCode: number }>) => {
      const codes: number[] = [];
      for (let n = 0; n < count; n += 1) codes.push((await ask()).statusCode);
      return codes;
    };
    const headers = await limited.as('agent');
    const get = (more: object) => limited.inject({ url: '/api/shipping/parcels/me', ...more });
    expect(await times(3, () => get({ headers }))).toEqual([200, 200, 429]);
    expect(await times(3, () => get({}))).toEqual([200, 200, 429]);
    expect(await times(3, () => get({ remoteAddress: '10.0.0.2' }))).toEqual([200, 200, 429]);
    expect(await times(3, () => get({ headers: { authorization: 'Bearer x' } }))).toEqual([401, 401, 429]);
    const sameNet = (last: string) => ({ remoteAddress: `2001:db8:1:2::${last}` });
    expect(
      [await get(sameNet('1')), await get(sameNet('2')), await get(sameNet('3'))].map((a) => a.statusCode),
    ).toEqual([200, 200, 429]);
    const signIn = () => limited.inject({ method: 'POST', url: '/api/shipping/parcels/sign-in' });
    expect(await times(4, signIn)).toEqual([201, 201, 201, 429]);
    expect(await times(3, () => limited.inject({ url: '/health/live' }))).toEqual([200, 200, 200]);
    await limited.close();
  });

  it('is limited before a body is read', async () => {
    const limited = await exampleApp({ limits: { anonymousWrites: 1 } });
    const post = (payload: object) =>
      limited.inject({ method: 'POST', url: '/api/shipping/parcels/anonymous', payload });
    expect((await post(parcel)).statusCode).toBe(201);
    expect((await post({ broken: 'x'.repeat(600_000) })).statusCode).toBe(429);
    await limited.close();
  });

  it('does not believe who sent it unless a proxy is trusted', async () => {
    const from = (address: string) => ({ url: '/api/shipping/parcels/me', headers: { 'x-forwarded-for': address } });
    const strict = await exampleApp({ limits: { anonymousReads: 1 } });
    expect([
      (await strict.inject(from('1.1.1.1'))).statusCode,
      (await strict.inject(from('2.2.2.2'))).statusCode,
    ]).toEqual([200, 429]);
    await strict.close();
    const trusting = await exampleApp({ limits: { anonymousReads: 1 }, trustProxy: '127.0.0.1' });
    expect([
      (await trusting.inject(from('1.1.1.1'))).statusCode,
      (await trusting.inject(from('2.2.2.2'))).statusCode,
    ]).toEqual([200, 200]);
    await trusting.close();
  });
});

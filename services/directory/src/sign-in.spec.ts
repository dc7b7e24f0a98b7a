import { scryptSync } from 'node:crypto';
import type { Platform } from '@redress/service-host/testing';
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { firstAccounts } from './first-accounts.rules.js';
import {
  holding,
  initialPassword,
  query,
  signedIn,
  signIn,
  startDirectory,
  storedEvents,
} from './testing/directory.js';

describe('Signing in', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startDirectory();
  });
  afterAll(() => platform.stop());
  const later = (minutes: number): Promise<void> =>
    platform.reaches(new Date(platform.now().getTime() + minutes * 60_000).toISOString());

  it('gives a token of 15 minutes that says who it is and what they may', async () => {
    const answer = await signIn(platform, 'lead');
    const { teams } = firstAccounts.find(({ username }) => username === 'lead')!;
    expect(answer).toMatchObject({
      status: 200,
      body: { person: { name: 'Team lead', username: 'lead', roles: ['lead'], teams, active: true } },
    });
    expect(Date.parse(answer.body.expiresAt)).toBe(platform.now().getTime() + 15 * 60_000);
    expect(decodeProtectedHeader(answer.body.token)).toMatchObject({ alg: 'EdDSA' });
    expect(decodeJwt(answer.body.token)).toMatchObject({
      iss: 'redress',
      roles: ['lead'],
      teams: teams.map(({ teamId }) => teamId),
    });
    expect(await holding(platform, answer).get('/api/directory/me')).toMatchObject({
      status: 200,
      body: answer.body.person,
    });
  });

  it('takes the username in any case', async () =>
    expect(await signIn(platform, 'Administrator')).toMatchObject({ status: 200 }));

  it('says the same of a wrong password and of nobody', async () => {
    const [wrong, nobody] = [await signIn(platform, 'legal', 'a wrong one'), await signIn(platform, 'nobody')];
    expect(wrong.status).toBe(401);
    expect(wrong.headers['www-authenticate']).toContain('Bearer');
    const { instance: _, ...problem } = wrong.body;
    expect(nobody).toMatchObject({ status: 401, body: problem });
  });

  it.each(['finance', 'nobody-at-all'])('lets %s wait after the fifth wrong password', async (username) => {
    for (let guess = 1; guess <= 5; guess += 1)
      expect(await signIn(platform, username, `guess ${guess}`)).toMatchObject({ status: 401 });
    const locked = await signIn(platform, username);
    expect(locked).toMatchObject({ status: 429, headers: { 'retry-after': '30' } });
    expect(locked.body.type).toBe('/problems/sign-in-locked');
  });

  it('remembers the lock over a restart, and takes the right password when it is over', async () => {
    platform = await platform.restart();
    expect(await signIn(platform, 'FINANCE')).toMatchObject({ status: 429 });
    await later(0.5);
    expect(await signIn(platform, 'finance')).toMatchObject({ status: 200 });
    expect(await signIn(platform, 'finance', 'a wrong one')).toMatchObject({ status: 401 });
    expect(await signIn(platform, 'finance')).toMatchObject({ status: 200 });
  });

  it('looks at five of twenty guesses that come at once', async () => {
    await later(2);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, guess) => signIn(platform, 'auditor', `guess ${guess}`)),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
  });

  it('lets the same person in from many places at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => signIn(platform, 'analyst')));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
  });

  it('is renewed for twelve hours and no longer', async () => {
    await later(2);
    let answer = await signIn(platform, 'agent');
    const began = platform.now().getTime();
    while (platform.now().getTime() - began < (12 * 60 - 14) * 60_000) {
      await later(14);
      answer = await holding(platform, answer).post('/api/directory/renewal');
      expect(answer.status).toBe(200);
    }
    expect(Date.parse(answer.body.expiresAt)).toBeLessThanOrEqual(began + 12 * 3_600_000);
    await later(14);
    expect(await holding(platform, answer).post('/api/directory/renewal')).toMatchObject({ status: 401 });
    expect(await holding(platform, answer).get('/api/directory/me')).toMatchObject({ status: 401 });
  });

  it('is not to be had with a token of another key', async () => {
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const { kid } = decodeProtectedHeader((await signIn(platform, 'lead')).body.token);
    expect(await exportJWK(privateKey)).toHaveProperty('d');
    const forged = await new SignJWT({ roles: ['administrator'], teams: [], auth_time: 1 })
      .setProtectedHeader({ alg: 'EdDSA', kid: kid! })
      .setIssuer('redress')
      .setSubject(firstAccounts[0]!.personId)
      .setExpirationTime(Math.floor(platform.now().getTime() / 1000) + 900)
      .sign(privateKey);
    const forger = platform.with({ authorization: `Bearer ${forged}` });
    expect(await forger.get('/api/directory/me')).toMatchObject({ status: 401 });
    expect(await forger.post('/api/directory/renewal')).toMatchObject({ status: 401 });
  });

  it('needs a token to be renewed', async () =>
    expect(await platform.anonymous.post('/api/directory/renewal')).toMatchObject({ status: 401 }));

  it('goes on with a new password, and ends every session of the old one', async () => {
    await later(2);
    const [here, elsewhere] = [await signedIn(platform, 'importer'), await signedIn(platform, 'importer')];
    await later(1);
    const change = { currentPassword: initialPassword, newPassword: 'another lantern' };
    expect(await here.put('/api/directory/me/password', { ...change, currentPassword: 'not it' })).toMatchObject({
      status: 409,
      body: { reason: 'password-wrong' },
    });
    expect(await here.put('/api/directory/me/password', { ...change, newPassword: 'short' })).toMatchObject({
      status: 409,
      body: { reason: 'password-too-short' },
    });
    const changed = await here.put('/api/directory/me/password', change);
    expect(changed).toMatchObject({ status: 200, body: { person: { username: 'importer' } } });
    expect(await holding(platform, changed).post('/api/directory/renewal')).toMatchObject({ status: 200 });
    expect(await elsewhere.post('/api/directory/renewal')).toMatchObject({ status: 401 });
    expect(await signIn(platform, 'importer')).toMatchObject({ status: 401 });
    platform = await platform.restart();
    expect(await signIn(platform, 'importer', 'another lantern')).toMatchObject({ status: 200 });
  });

  it('hashes a password again that was hashed for less', async () => {
    const salt = Buffer.alloc(16, 1);
    const hash = scryptSync(initialPassword, salt, 32, { N: 1024, r: 8, p: 1 });
    const ofLegal = `where username = 'legal'`;
    await query(
      platform,
      `update directory.users set salt = $1, hash = $2, cost = 1024, block_size = 8, parallelization = 1 ${ofLegal}`,
      [salt, hash],
    );
    expect(await signIn(platform, 'legal')).toMatchObject({ status: 200 });
    const [row] = await query(platform, `select cost, parallelization from directory.users ${ofLegal}`);
    expect(row).toEqual({ cost: 32_768, parallelization: 3 });
    expect(await signIn(platform, 'legal')).toMatchObject({ status: 200 });
  });

  it.each([
    ['no password', { username: 'lead' }],
    ['a number', { username: 'lead', password: 12345678 }],
    ['a list', { username: ['lead'], password: initialPassword }],
    ['an object', { username: { $ne: '' }, password: initialPassword }],
    ['a field more', { username: 'lead', password: initialPassword, roles: ['administrator'] }],
    ['NUL', { username: 'lead\u0000', password: initialPassword }],
    ['white space', { username: 'le ad', password: initialPassword }],
    ['a password without end', { username: 'lead', password: 'x'.repeat(1025) }],
  ])('refuses %s as malformed', async (_, body) =>
    expect(await platform.anonymous.post('/api/directory/sign-in', body)).toMatchObject({ status: 400 }),
  );

  it('leaves neither names nor passwords in the log of events or of the process', async () => {
    await signIn(platform, "secret-name'; drop table users", 'secret-password');
    const kept = (await storedEvents(platform)) + platform.log();
    const secrets = ['Team lead', initialPassword, 'secret-name', 'secret-password', 'another lantern'];
    expect(kept.includes('directory.staff-all')).toBe(true);
    expect(secrets.filter((secret) => kept.includes(secret))).toEqual([]);
  });
});

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Answer, Platform } from '@redress/service-host/testing';
import { Accounts } from './accounts.adapter.js';
import { firstAccounts } from './first-accounts.rules.js';
import { firstPassword } from './first-start.adapter.js';
import { initialPassword, query, signIn, startDirectory } from './testing/directory.js';

const fileOf = ({ dataDirectory }: Platform): string => join(dataDirectory, 'sign-in.txt');
const passwordOf = (platform: Platform): string =>
  /^password: (.+)$/m.exec(readFileSync(fileOf(platform), 'utf8'))![1]!;
const said = ({ application }: Platform): string => application.announcements.all().join('\n');
const countOf = async (platform: Platform, sql: string): Promise<number> =>
  Number((await query(platform, `select count(*) from ${sql}`))[0]!['count']);

describe('The first start', () => {
  let platform: Platform;
  afterEach(() => platform.stop());

  it('makes an account for each role, with one password that is said once', async () => {
    platform = await startDirectory({});
    const password = passwordOf(platform);
    expect(password).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/);
    expect(statSync(fileOf(platform)).mode & 0o777).toBe(0o600);
    expect(said(platform)).toContain(password);
    expect(said(platform)).toContain(firstAccounts.map(({ username }) => username).join(', '));
    const answers = await Promise.all(firstAccounts.map(({ username }) => signIn(platform, username, password)));
    expect(answers.map(({ body }) => body.person.roles)).toEqual(firstAccounts.map(({ username }) => [username]));
    const [agent, lead] = answers as [Answer, Answer];
    expect(agent.body.person).toMatchObject({
      superiorId: lead.body.person.personId,
      teams: lead.body.person.teams,
    });

    platform = await platform.restart();
    expect(passwordOf(platform)).toBe(password);
    expect(said(platform)).not.toContain(password);
    expect(said(platform)).toContain(fileOf(platform));
    expect(await signIn(platform, 'administrator', password)).toMatchObject({ status: 200 });
    expect(await countOf(platform, `redress_log.events where type = 'directory.PersonAdded'`)).toBe(8);
    expect(platform.log()).not.toContain(password);
  });

  it('takes a preset password, and says where it is no longer', async () => {
    platform = await startDirectory();
    expect(passwordOf(platform)).toBe(initialPassword);
    expect(await signIn(platform, 'importer')).toMatchObject({ status: 200 });
    rmSync(fileOf(platform));
    platform = await platform.restart();
    expect(existsSync(fileOf(platform))).toBe(false);
    expect(said(platform)).toBe('');
    expect(await signIn(platform, 'importer')).toMatchObject({ status: 200 });
  });

  it('is one only, when two processes start at once', async () => {
    platform = await startDirectory();
    const accounts = platform.application.app.get(Accounts, { strict: false });
    await query(platform, 'truncate directory.users');
    const outcomes = await Promise.all(
      ['one password', 'other password'].map((each) => accounts.addFirst(firstAccounts, each)),
    );
    expect(outcomes.toSorted()).toEqual(['added', 'others-were-first']);
    expect(await countOf(platform, 'directory.users')).toBe(8);
  });

  it('is completed when it ended before the accounts were made', async () => {
    platform = await startDirectory({});
    await query(platform, 'truncate directory.users');
    writeFileSync(fileOf(platform), 'password: left by a start before\n', { mode: 0o644 });
    platform = await platform.restart();
    expect(statSync(fileOf(platform)).mode & 0o777).toBe(0o600);
    expect(await signIn(platform, 'lead', 'left by a start before')).toMatchObject({ status: 200 });
    expect(await countOf(platform, `redress_log.events where type = 'directory.PersonAdded'`)).toBe(8);
  });
});

describe('A first start that ended between its accounts and its events', () => {
  it('is completed by the next one', async () => {
    const whole = await startDirectory();
    const accounts = await query(whole, 'select * from directory.users');
    // As the process would have left it: a log without anything of it.
    await query(whole, 'alter table redress_log.events disable trigger all');
    await query(whole, 'delete from redress_log.events');
    await query(whole, 'alter table redress_log.events enable trigger all');
    await query(whole, 'update redress_log.head set position = 0, log_id = gen_random_uuid()');
    await query(whole, 'truncate directory.checkpoints');
    const platform = await whole.restart();
    expect(await signIn(platform, 'administrator')).toMatchObject({ status: 200 });
    expect(await query(platform, 'select * from directory.users')).toEqual(accounts);
    await platform.stop();
  });
});

describe('The file of the first password', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'redress-first-password-')), 'sign-in.txt');
  afterEach(() => rmSync(path, { force: true }));

  it.each(['short', 'importer', 'tab\there and long enough'])('is not written for a preset password "%s"', (preset) => {
    expect(() => firstPassword(path, preset)).toThrow('INITIAL_PASSWORD cannot be used.');
    expect(existsSync(path)).toBe(false);
  });

  it('keeps the password it has, until another one is preset', () => {
    const made = firstPassword(path, undefined);
    expect(firstPassword(path, undefined)).toBe(made);
    expect(firstPassword(path, 'a preset password')).toBe('a preset password');
    expect(firstPassword(path, undefined)).toBe('a preset password');
    expect(readdirSync(dirname(path))).toEqual(['sign-in.txt']);
  });

  it('is not taken from what somebody else wrote there', () => {
    writeFileSync(path, 'notes of mine');
    expect(() => firstPassword(path, undefined)).toThrow('names no password');
  });
});

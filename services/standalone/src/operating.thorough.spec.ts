import type { Platform } from '@redress/service-host/testing';
import { lag } from './lag.cli.js';
import { parked } from './parked.cli.js';
import { prune } from './prune.cli.js';
import { rebuild } from './rebuild.cli.js';
import { onTheCommandLine } from './testing/command-line.js';
import { verifyReadModels } from './verify-read-models.cli.js';

const password = 'a password for operators 1';

describe('The operator’s command line', () => {
  let platform: Platform;
  let environment: Record<string, string>;
  beforeAll(async () => {
    ({ platform, environment } = await onTheCommandLine(password));
    for (let number = 0; number < 5; number += 1)
      await platform.anonymous.post('/api/intake/complaints', {
        channel: 'web',
        customer: { name: '김민수' },
        text: `Parcel ${number} is late.`,
      });
    await platform.reaches('2026-03-02T12:00:00Z');
  });
  afterAll(() => platform.stop());

  const database = (service: string) => {
    const found = platform.application.runtime.services.find(({ name }) => name === service);
    if (!found) throw new Error(`There is no ${service}.`);
    return found.database;
  };

  it('shows how far every consumer has come', async () => {
    const lines = await lag([], environment);
    const head = String(BigInt(await platform.application.runtime.adapters.store.head()));
    expect(lines[0]).toBe(`The log ends at ${head}.`);
    expect(lines.find((line) => /^sla +act/.test(line))).toMatch(new RegExp(`^sla +act +0 +${head} +0 +0 s$`));
    for (const { name } of platform.application.runtime.services)
      expect(lines.find((line) => line.startsWith(`${name} `) && line.endsWith('ready'))).toBeDefined();
  });

  it('rebuilds all read models of every service, line by line, and they say what the log says', async () => {
    for (const { name, database: own } of platform.application.runtime.services) {
      if (own.readModels.length === 0) continue;
      const told: string[] = [];
      expect(await rebuild([name, '--all'], environment, (line) => told.push(line))).toEqual([]);
      for (const { projection } of own.readModels)
        expect(told).toContainEqual(expect.stringMatching(new RegExp(`^${projection.name}: done, \\d+ events read$`)));
    }
    const [line] = await verifyReadModels([], environment, () => undefined);
    expect(line).toMatch(/^\d+ read models with \d+ rows say what the log says\.$/);
  }, 60_000);

  it('names rows that are not what the log says, and how to mend them', async () => {
    const { dataSource, readModels } = database('sla');
    const [table] = readModels;
    await dataSource.query(`delete from ${table?.path}`);
    const name = table?.projection.name ?? '';
    await expect(verifyReadModels(['sla', name], environment, () => undefined)).rejects.toThrow(
      new RegExp(`${name}: \\d+ of 0 rows are not what the log says\\. Mend them by: redress rebuild sla ${name}`),
    );
    await rebuild(['sla', name], environment, () => undefined);
    expect(await verifyReadModels(['sla', name], environment, () => undefined)).toHaveLength(1);
  });

  it('lists what was set aside, and prunes nothing unless it is told to', async () => {
    expect(await parked([], environment)).toEqual(['Nothing is parked.']);
    expect(await parked(['replay', '--all'], environment)).toEqual(['Nothing is parked.']);
    const { dataSource } = database('sla');
    await dataSource.query('create table sla.open_clocks__0123abcd (id integer)');
    await dataSource.query(
      `insert into sla.checkpoints (consumer, partition, log_id, position, moved_at)
       select 'read open_clocks__0123abcd', 0, log_id, '', now() - interval '8 days' from redress_log.head`,
    );
    const looked = await prune([], environment);
    expect(looked.find((line) => line.includes('open_clocks__0123abcd'))).toMatch(/can go$/);
    expect(looked.at(-1)).toBe('Nothing was dropped. Say --drop to drop what can go.');
    expect((await prune(['--drop', '--service', 'sla'], environment)).join('\n')).toMatch(/__0123abcd.*dropped$/);
    expect(await prune([], environment)).toEqual(['There are no tables of other builds.']);
  });

  it('says what is wrong', async () => {
    await expect(rebuild(['sla'], environment)).rejects.toThrow('redress rebuild <service> [<projection> | --all]');
    await expect(rebuild(['nowhere', '--all'], environment)).rejects.toThrow('no such service');
    await expect(rebuild(['sla', 'sla.nothing'], environment)).rejects.toThrow('no such projection of sla');
    await expect(parked(['replay', 'sla', 'act', 'x'], environment)).rejects.toThrow('no such parked key');
    await expect(parked(['discard', 'sla', 'act', 'x'], environment)).rejects.toThrow('--reason');
    await expect(parked(['burn'], environment)).rejects.toThrow('redress parked [list]');
    await expect(prune(['--older-than', 'ever'], environment)).rejects.toThrow('redress prune');
    const asAgent = [`--username`, 'agent'];
    await expect(lag(asAgent, environment)).rejects.toThrow('an administrator may');
    await expect(lag([], { ...environment, REDRESS_TOKEN: 'x' })).rejects.toThrow('token');
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@redress/adapter-postgres/testing';
import { systemClock } from '@redress/eventing';
import pg from 'pg';
import { HouseSecrets } from './house-secrets.js';
import { createLogger } from './http/logging.js';
import { openAdapters } from './open-adapters.js';

describe('A process that is entitled to no personal data', () => {
  it('needs no key, opens no vault, and can neither read nor write what is sealed', async () => {
    const database = await testDatabase();
    const directory = mkdtempSync(join(tmpdir(), 'redress-entitlement-'));
    await HouseSecrets.made(directory);
    rmSync(join(directory, 'key-encryption.keys'));
    expect(() => HouseSecrets.given(directory)).toThrow(/lacks key-encryption\.keys/);

    const adapters = await openAdapters({
      databaseUrl: database.url,
      vault: 'none',
      secrets: HouseSecrets.given(directory, 'none'),
      clock: systemClock,
      logger: createLogger({ level: 'silent' }),
      alone: true,
    });
    const open = await adapters.personal.forReading([]);
    const field = { path: ['text'], purpose: 'contact', subject: 'somebody', eventId: '1', type: 'x.Y' } as const;
    expect(open(field, '1.sealed')).toBeNull();
    await expect(adapters.personal.forWriting([])).rejects.toThrow('entitled to no keys');

    const look = new pg.Client({ connectionString: database.url });
    await look.connect();
    const { rows } = await look.query("select 1 from pg_namespace where nspname = 'redress_vault'");
    expect(rows).toEqual([]);
    await look.end();
    await adapters.bus.close();
    await adapters.store.close();
    await adapters.close();
    rmSync(directory, { recursive: true, force: true });
    await database.drop();
  });
});

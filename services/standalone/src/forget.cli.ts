import { parseArgs } from 'node:util';
import { postgresVault, startEmbeddedServer, vaultMigration } from '@redress/adapter-postgres';
import { type WithdrawnKey, withdrawAgain } from '@redress/privacy';
import { readSettings, type Settings } from '@redress/service-host';
import pg from 'pg';
import { type Answer, ask, type Environment, signIn, urlOf } from './running-redress.cli.js';

/** Forgets a customer of the running product, or, while it is stopped, applies all forgetting again to a restored vault. */
export const forget = async (
  words: readonly string[],
  environment: Environment = process.env,
): Promise<readonly string[]> => {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { again: { type: 'boolean' }, username: { type: 'string', default: 'administrator' } },
  });
  const [customerId, ...more] = positionals;
  if (values.again === true && positionals.length === 0) return again(readSettings(environment));
  if (values.again === true || customerId === undefined || more.length > 0)
    throw new Error('redress forget <customer id> [--username <name>], or redress forget --again');
  return forgetCustomer(customerId, values.username, environment);
};

const forgetCustomer = async (
  customerId: string,
  username: string,
  environment: Environment,
): Promise<readonly string[]> => {
  const url = urlOf(environment);
  const token = environment.REDRESS_TOKEN ?? (await signIn(url, username, environment));
  const headers = { authorization: `Bearer ${token}` };
  const request = async (path: string, method: 'GET' | 'POST'): Promise<Answer> => {
    const answer = await ask(`${url}/api/intake/${path}`, { method, headers });
    if (answer.status === 401) throw new Error('The sign-in token is not valid, or has expired.');
    if (answer.status === 403) throw new Error('This user may not forget customers: an administrator may.');
    if (answer.status >= 300) throw new Error(answer.detail);
    return answer;
  };
  const found = await request(`complaints?limit=1&customerId=${encodeURIComponent(customerId)}`, 'GET');
  const [complaint] = (found.body as { items: { customer: { customerKey: string } }[] }).items;
  if (!complaint) throw new Error('There is no complaint of a customer with this id.');
  const { customerKey } = complaint.customer;
  await request(`customers/${customerKey}/forget`, 'POST');
  return [
    `Customer ${customerKey} is being forgotten.`,
    'How to reach them is shown to nobody any more, and is destroyed within two minutes.',
    'What was said is shown to lawyers and auditors only, until the law lets it go. Complaints that are open follow',
    `when they are closed. How far it has come: GET ${url}/api/intake/customers/${customerKey}`,
  ];
};

const again = async (settings: Settings): Promise<readonly string[]> => {
  const { databaseUrl, vaultUrl } = settings;
  if (databaseUrl !== undefined) return againIn(databaseUrl, vaultUrl ?? databaseUrl);
  const server = await startEmbeddedServer({ dataDirectory: settings.dataDirectory, log: () => undefined });
  try {
    return await againIn(server.url, vaultUrl ?? server.url);
  } finally {
    await server.stop();
  }
};

const againIn = async (databaseUrl: string, vaultUrl: string): Promise<readonly string[]> => {
  const [database, vault] = [databaseUrl, vaultUrl].map((url) => new pg.Pool({ connectionString: url, max: 1 }));
  if (!database || !vault) throw new Error('There is no database.');
  try {
    await vaultMigration(vault);
    const keys = await withdrawnIn(database);
    const count = await withdrawAgain(postgresVault(vault), keys, new Date());
    return [
      count === 0
        ? 'Everything that was forgotten is still forgotten.'
        : `${count} ${count === 1 ? 'key was' : 'keys were'} withdrawn again. Redress can be started.`,
    ];
  } finally {
    await database.end();
    await vault.end();
  }
};

/** Every service notes what it heard of; one that was restored to an earlier state knows less than the others. */
const withdrawnIn = async (database: pg.Pool): Promise<readonly WithdrawnKey[]> => {
  const { rows: services } = await database.query<{ path: string }>(
    `select format('%I.%I', schemaname, tablename) as path from pg_tables where tablename = 'withdrawn_keys'`,
  );
  const newest = new Map<string, WithdrawnKey>();
  for (const { path } of services) {
    const { rows } = await database.query<WithdrawnKey>(`select subject, purpose, generation, state from ${path}`);
    for (const key of rows) {
      const name = `${key.subject}/${key.purpose}/${key.generation}`;
      if (newest.get(name)?.state !== 'destroyed') newest.set(name, key);
    }
  }
  return [...newest.values()];
};

import { resolve } from 'node:path';

/** What the environment says. A value that cannot be meant is refused by name. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly dataDirectory: string;
  /** An existing PostgreSQL; absent: the embedded one. */
  readonly databaseUrl: string | undefined;
  /** A database of its own for the keys of personal data; absent: the same one. */
  readonly vaultUrl: string | undefined;
  /** Preset for the accounts of the first start; absent: one is made up. */
  readonly initialPassword: string | undefined;
  /** How long a stop may take until what is unfinished is cut off. */
  readonly stopMs: number;
  readonly trustProxy: string | undefined;
}

export class WrongSetting extends Error {
  constructor(name: string, detail: string) {
    super(`${name} ${detail}.`);
    this.name = 'WrongSetting';
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

const textOf = (environment: Environment, name: string): string | undefined => {
  const value = environment[name]?.trim();
  return value === '' ? undefined : value;
};

const countOf = (environment: Environment, name: string, usual: number, most: number): number => {
  const text = textOf(environment, name);
  if (text === undefined) return usual;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > most) throw new WrongSetting(name, `is a whole number from 0 to ${most}`);
  return value;
};

const databaseOf = (environment: Environment, name: string): string | undefined => {
  const text = textOf(environment, name);
  if (text !== undefined && !/^postgres(ql)?:\/\/./.test(text))
    throw new WrongSetting(name, 'looks like postgres://user:password@host:5432/database');
  return text;
};

export const readSettings = (environment: Environment = process.env): Settings => ({
  host: textOf(environment, 'HOST') ?? '127.0.0.1',
  port: countOf(environment, 'PORT', 3000, 65_535),
  dataDirectory: resolve(textOf(environment, 'DATA_DIR') ?? 'data'),
  databaseUrl: databaseOf(environment, 'DATABASE_URL'),
  vaultUrl: databaseOf(environment, 'VAULT_URL'),
  initialPassword: textOf(environment, 'INITIAL_PASSWORD'),
  stopMs: countOf(environment, 'STOP_SECONDS', 20, 3600) * 1000,
  trustProxy: textOf(environment, 'TRUST_PROXY'),
});

import type { KeyName, ProposedKey, Vault, VaultKey } from '@redress/privacy';
import type { Pool } from 'pg';
import { prepareOnce } from './prepare-once.js';

/**
 * One row per subject, purpose and generation. A row is never deleted, and a destroyed one never comes back.
 *
 * `open_keys` is three statements, each of which sees what was committed before it: a proposal that lost a race waits
 * for the winner's commit and then reads its key. Rows are taken in one order everywhere, so that nobody deadlocks.
 * Its plans may not scan: they are kept from when the table was empty.
 */
const schema = `
create schema if not exists redress_vault;

create table redress_vault.keys (
  subject text collate "C" not null,
  purpose text collate "C" not null check (purpose in ('contact', 'record')),
  generation integer not null check (generation >= 1),
  wrapped bytea,
  kek_version integer not null,
  customer text collate "C",
  created_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'closed', 'destroyed')),
  destroyed_at timestamptz,
  primary key (subject, purpose, generation),
  check ((state = 'destroyed') = (wrapped is null)),
  check ((state = 'destroyed') = (destroyed_at is not null))
);
create index keys_of_customer on redress_vault.keys (customer) where customer is not null;

create function redress_vault.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'A key of the vault is opened, closed, destroyed, in this order, and its row stays.'
    using errcode = 'insufficient_privilege';
end $$;
create trigger keys_go_forward before update on redress_vault.keys for each row
  when (old.state = 'destroyed' and (new.state <> 'destroyed' or new.destroyed_at <> old.destroyed_at)
        or old.state = 'closed' and new.state = 'open'
        or old.state = 'open' and new.state = 'destroyed')
  execute function redress_vault.refuse_change();
create trigger keys_stay_rows before delete on redress_vault.keys
  for each row execute function redress_vault.refuse_change();
create trigger keys_stay before truncate on redress_vault.keys
  for each statement execute function redress_vault.refuse_change();

-- A key that a power cut takes back leaves events that nobody can read; one that it brings back was not destroyed.
create function redress_vault.commit_durably() returns trigger language plpgsql as $$
begin
  if current_setting('synchronous_commit') = 'off' then
    perform set_config('synchronous_commit', 'on', true);
  end if;
  return null;
end $$;
create trigger keys_are_durable after insert or update on redress_vault.keys
  for each statement execute function redress_vault.commit_durably();

create function redress_vault.open_keys(
  subjects text[], purposes text[], generations integer[], wrapped_keys bytea[], kek_versions integer[],
  customers text[], opened_at timestamptz
) returns setof redress_vault.keys language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  insert into redress_vault.keys (subject, purpose, generation, wrapped, kek_version, customer, created_at)
    select p.subject, p.purpose, p.generation, p.wrapped, p.kek_version, p.customer, opened_at
    from unnest(subjects, purposes, generations, wrapped_keys, kek_versions, customers)
      as p (subject, purpose, generation, wrapped, kek_version, customer)
    left join lateral (
      select k.generation, k.state from redress_vault.keys k
      where k.subject = p.subject and k.purpose = p.purpose order by k.generation desc limit 1
    ) newest on true
    where p.generation = coalesce(newest.generation, 0) + 1 and newest.state is distinct from 'open'
    order by p.subject, p.purpose
    on conflict do nothing;

  update redress_vault.keys k set customer = n.customer
    from (
      select u.subject, u.purpose, u.generation, p.customer
      from (select distinct on (subject) subject, customer from unnest(subjects, customers) as p (subject, customer)
            where customer is not null order by subject) p
      join redress_vault.keys u on u.subject = p.subject
      where u.customer is null
      order by u.subject, u.purpose, u.generation for update of u
    ) n
    where k.subject = n.subject and k.purpose = n.purpose and k.generation = n.generation;

  return query select k.* from (select distinct unnest(subjects) as subject) p
    join redress_vault.keys k on k.subject = p.subject;
end $$;
`;

/** Makes the vault where there is none; safe to repeat and to race. */
export const vaultMigration = (pool: Pool): Promise<void> =>
  prepareOnce(pool, {
    name: 'redress_vault',
    isThere: `to_regclass('redress_vault.keys') is not null`,
    schema,
  });

interface Row extends KeyName {
  readonly wrapped: Buffer | null;
  readonly kek_version: number;
  readonly customer: string | null;
  readonly created_at: Date;
  readonly state: VaultKey['state'];
  readonly destroyed_at: Date | null;
}

const keyOf = ({ subject, purpose, generation, customer, created_at: createdAt, state, ...row }: Row): VaultKey => {
  const key = { subject, purpose, generation, customer, createdAt };
  return state === 'destroyed'
    ? { ...key, state, destroyedAt: row.destroyed_at as Date }
    : { ...key, state, wrapped: row.wrapped as Buffer, kekVersion: row.kek_version };
};

const openKeys = `select * from redress_vault.open_keys($1, $2, $3, $4, $5, $6, $7)`;

const closeKeys = `
update redress_vault.keys k set state = 'closed'
from (select subject, purpose, generation from redress_vault.keys
      where subject = any($1) and state = 'open' order by subject, purpose, generation for update) o
where k.subject = o.subject and k.purpose = o.purpose and k.generation = o.generation`;

const destroyKeys = `
update redress_vault.keys k set state = 'destroyed', wrapped = null, destroyed_at = $4
from (select k.subject, k.purpose, k.generation from redress_vault.keys k
      join (select distinct * from unnest($1::text[], $2::text[], $3::integer[]) as u (subject, purpose, generation)) u
        on k.subject = u.subject and k.purpose = u.purpose and k.generation = u.generation
      where k.state = 'closed' order by k.subject, k.purpose, k.generation for update of k) c
where k.subject = c.subject and k.purpose = c.purpose and k.generation = c.generation`;

const columns = <T extends KeyName>(keys: readonly T[]): readonly [string[], string[], number[]] => [
  keys.map(({ subject }) => subject),
  keys.map(({ purpose }) => purpose),
  keys.map(({ generation }) => generation),
];

/** The vault in PostgreSQL. Each operation is one statement without any state of a session, so that a pooler may lie between. */
export const postgresVault = (pool: Pool): Vault => {
  const keys = async (statement: string, parameters: readonly unknown[]): Promise<readonly VaultKey[]> =>
    (await pool.query<Row>(statement, [...parameters])).rows.map(keyOf);

  return {
    openKeys: (proposals: readonly ProposedKey[], at) =>
      keys(openKeys, [
        ...columns(proposals),
        proposals.map(({ wrapped }) => wrapped),
        proposals.map(({ kekVersion }) => kekVersion),
        proposals.map(({ customer }) => customer ?? null),
        at,
      ]),
    keysOf: (subjects) => keys('select * from redress_vault.keys where subject = any($1)', [subjects]),
    keysOfCustomer: (customer) => keys('select * from redress_vault.keys where customer = $1', [customer]),
    close: async (subjects) => {
      await pool.query(closeKeys, [subjects]);
    },
    destroy: async (names, at) => {
      await pool.query(destroyKeys, [...columns(names), at]);
    },
  };
};

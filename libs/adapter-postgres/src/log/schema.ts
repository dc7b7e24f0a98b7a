import type { Pool } from 'pg';

/**
 * The log. One head row gives positions out under its lock, so that they are gapless and in commit order: a reader that
 * asks for what is after the last position it saw can never skip an event that commits later.
 *
 * `append` takes many appends and answers each: 'appended', 'repeated' (these very events stand there) or 'conflict'.
 */
const schema = `
create schema if not exists redress_log;

create table if not exists redress_log.head (
  single boolean primary key default true check (single),
  log_id uuid not null default gen_random_uuid(),
  position bigint not null default 0
);
insert into redress_log.head default values on conflict do nothing;

create table if not exists redress_log.events (
  position bigint primary key,
  stream text collate "C" not null,
  revision bigint not null,
  id uuid not null,
  type text not null,
  version integer not null,
  data text not null,
  metadata text not null,
  unique (stream, revision)
);

create or replace function redress_log.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The log is only ever appended to.' using errcode = 'insufficient_privilege';
end $$;
create or replace trigger events_stay_rows before update or delete on redress_log.events
  for each row execute function redress_log.refuse_change();
create or replace trigger events_stay before truncate on redress_log.events
  for each statement execute function redress_log.refuse_change();

create or replace function redress_log.append(
  streams text[], expected bigint[], counts integer[],
  ids uuid[], types text[], versions integer[], datas text[], metadatas text[]
) returns table (outcome text, last_revision bigint, last_position bigint) language plpgsql as $$
declare
  tip bigint;
  actual bigint;
  same bigint;
  before integer := 0;
begin
  select h.position into tip from redress_log.head h for update;
  for i in 1 .. cardinality(streams) loop
    select e.revision into actual from redress_log.events e
      where e.stream = streams[i] order by e.revision desc limit 1;
    actual := coalesce(actual, -1);
    if actual = expected[i] then
      insert into redress_log.events
        select tip + n, streams[i], actual + n, ids[before + n], types[before + n], versions[before + n],
               datas[before + n], metadatas[before + n]
        from generate_series(1, counts[i]) n;
      tip := tip + counts[i];
      outcome := 'appended'; last_revision := actual + counts[i]; last_position := tip;
    else
      select count(*), max(e.position) into same, last_position from redress_log.events e
        where e.stream = streams[i] and e.revision > expected[i] and e.revision <= expected[i] + counts[i]
          and e.id = ids[before + (e.revision - expected[i])::integer];
      if same = counts[i] then
        outcome := 'repeated'; last_revision := expected[i] + counts[i];
      else
        outcome := 'conflict'; last_revision := actual; last_position := null;
      end if;
    end if;
    before := before + counts[i];
    return next;
  end loop;
  update redress_log.head set position = tip;
end $$;
`;

/** Makes the log where there is none; safe to repeat and to race. */
export const prepareLog = async (pool: Pool): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    // A lock of the transaction, not of the session: the latter would not survive a pooler in transaction mode.
    await client.query(`select pg_advisory_xact_lock(hashtext('redress_log'))`);
    const { rows } = await client.query<{ ready: boolean }>(
      `select to_regprocedure('redress_log.append(text[],bigint[],integer[],uuid[],text[],integer[],text[],text[])') is not null as ready`,
    );
    if (!rows[0]?.ready) await client.query(schema);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
};

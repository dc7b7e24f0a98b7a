import type { Pool } from 'pg';
import { prepareOnce } from '../prepare-once.js';

/**
 * The log. One head row gives positions out under its lock, so that they are gapless and in commit order: a reader that
 * asks for what is after the last position it saw can never skip an event that commits later.
 *
 * `append` takes many appends, to a different stream each, and answers each: 'appended', 'repeated' (these very events
 * stand there) or 'conflict'. `append_one` is the same for a lone event, without the cost of sets.
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

create or replace function redress_log.same_events(
  wanted text, expected bigint, given uuid[], out last_position bigint, out are_same boolean
) language sql stable as $$
  select max(e.position), count(*) = cardinality(given) from redress_log.events e
    where e.stream = wanted collate "C" and e.revision > expected and e.revision <= expected + cardinality(given)
      and e.id = given[(e.revision - expected)::integer]
$$;

create or replace function redress_log.append_one(
  given_stream text, expected bigint, given_id uuid, given_type text, given_version integer,
  given_data text, given_metadata text,
  out outcome text, out last_revision bigint, out last_position bigint
) language plpgsql as $$
declare
  tip bigint;
  actual bigint;
  are_same boolean;
begin
  update redress_log.head set position = position + 1 returning position into tip;
  select e.revision into actual from redress_log.events e
    where e.stream = given_stream collate "C" order by e.revision desc limit 1;
  actual := coalesce(actual, -1);
  if actual = expected then
    insert into redress_log.events values
      (tip, given_stream, actual + 1, given_id, given_type, given_version, given_data, given_metadata);
    outcome := 'appended'; last_revision := actual + 1; last_position := tip;
  else
    update redress_log.head set position = position - 1;
    select s.last_position, s.are_same into last_position, are_same
      from redress_log.same_events(given_stream, expected, array[given_id]) s;
    outcome := case when are_same then 'repeated' else 'conflict' end;
    last_revision := case when are_same then expected + 1 else actual end;
  end if;
end $$;

create or replace function redress_log.append(
  streams text[], expected bigint[], counts integer[],
  ids uuid[], types text[], versions integer[], datas text[], metadatas text[], appends integer[], places integer[]
) returns table (outcome text, last_revision bigint, last_position bigint) language plpgsql as $$
declare
  tip bigint;
begin
  select h.position into tip from redress_log.head h for update;
  return query
    with wanted as (
      select w.stream, w.expected, w.events, w.n::integer as n, coalesce((
        select e.revision from redress_log.events e
          where e.stream = w.stream collate "C" order by e.revision desc limit 1), -1) as actual
      from unnest(streams, expected, counts) with ordinality as w(stream, expected, events, n)
    ), free as (
      select w.stream, w.n, w.actual, w.events,
             tip + sum(w.events) over (order by w.n) - w.events as after_position
      from wanted w where w.actual = w.expected
    ), inserted as (
      insert into redress_log.events
        select f.after_position + g.place, f.stream, f.actual + g.place, g.id, g.type, g.version, g.data, g.metadata
        from unnest(ids, types, versions, datas, metadatas, appends, places)
          as g(id, type, version, data, metadata, append, place)
        join free f on f.n = g.append
    ), moved as (
      update redress_log.head set position = tip + (select coalesce(sum(f.events), 0) from free f)
    )
    select case when f.n is not null then 'appended' when s.are_same then 'repeated' else 'conflict' end,
           case when f.n is not null then w.expected + w.events when s.are_same then w.expected + w.events else w.actual end,
           case when f.n is not null then (f.after_position + f.events)::bigint else s.last_position end
    from wanted w
    left join free f on f.n = w.n
    left join lateral redress_log.same_events(
      w.stream, w.expected, (select array_agg(i.id order by i.place) from unnest(ids, appends, places) as i(id, append, place) where i.append = w.n)
    ) s on f.n is null
    order by w.n;
end $$;
`;

const signature = 'text[], bigint[], integer[], uuid[], text[], integer[], text[], text[], integer[], integer[]';

/** Makes the log where there is none. */
export const prepareLog = (pool: Pool): Promise<void> =>
  prepareOnce(pool, {
    name: 'redress_log',
    isThere: `to_regprocedure('redress_log.append(${signature})') is not null`,
    schema,
  });

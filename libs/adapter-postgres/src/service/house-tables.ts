/** Tables of every service that no log can give back as they are; made once, changed by `houseColumns`. */
export const houseTables: readonly string[] = [
  `create table if not exists checkpoints (
    consumer text not null,
    partition integer not null,
    log_id uuid not null,
    position text collate "C" not null,
    event_id uuid,
    bus_offset text,
    fence bigint not null default 0,
    primary key (consumer, partition)
  )`,
  `create table if not exists leases (
    name text primary key,
    holder uuid not null,
    fence bigint not null,
    until timestamptz not null
  )`,
  `create table if not exists deployments (
    name text primary key,
    position text collate "C" not null
  )`,
  `create table if not exists timers (
    id uuid primary key,
    stream text not null,
    category text not null,
    target text not null,
    command text not null,
    data text not null,
    due_at timestamptz not null,
    key text not null,
    cause text not null,
    leased_until timestamptz not null default '-infinity'
  )`,
  'create index if not exists timers_due on timers (due_at)',
  'create index if not exists timers_of_stream on timers (stream, due_at, id)',
  `create table if not exists outbox (
    id uuid primary key,
    effect text not null,
    request text not null,
    key text not null,
    cause text not null,
    attempts integer not null default 0,
    due_at timestamptz not null,
    leased_until timestamptz not null default '-infinity',
    last_error text
  )`,
  'create index if not exists outbox_due on outbox (due_at)',
  `create table if not exists parked (
    consumer text not null,
    key text not null,
    position text collate "C" not null,
    event_id uuid not null,
    error text not null,
    parked_at timestamptz not null default now(),
    primary key (consumer, key, position)
  )`,
  `create table if not exists snapshots (
    stream text not null,
    definition text not null,
    revision bigint not null,
    event_id uuid not null,
    position text collate "C" not null,
    key text not null,
    state text not null,
    commands text not null,
    taken_at timestamptz not null default now(),
    primary key (stream, definition)
  )`,
  // One row: into how many partitions the checkpoints divide the log.
  `create table if not exists bus_layout (
    only_one boolean primary key default true check (only_one),
    partitions integer not null check (partitions > 0)
  )`,
  // 'closed' < 'destroyed', which is the order in which it happens.
  `create table if not exists withdrawn_keys (
    subject text not null,
    purpose text not null,
    generation integer not null,
    state text collate "C" not null check (state in ('closed', 'destroyed')),
    primary key (subject, purpose, generation)
  )`,
];

export const houseTableNames: readonly string[] = houseTables.flatMap(
  (statement) => /^create table if not exists (\w+)/.exec(statement)?.[1] ?? [],
);

/** Columns that came later, for schemas that were made before. They are looked for first: `alter table` alone would wait for all who write. */
export const houseColumns: readonly { readonly table: string; readonly column: string; readonly definition: string }[] =
  [{ table: 'checkpoints', column: 'moved_at', definition: 'timestamptz not null default now()' }];

/** PostgreSQL settings by name, as in postgresql.conf. */
export type Settings = Readonly<Record<string, string>>;

/**
 * Small enough for a laptop, good for some hundred events a second on two cores. Everything not named here, fsync and
 * page checksums among it, stays as PostgreSQL has it.
 */
const DEFAULTS: Settings = {
  cluster_name: 'redress',
  max_connections: '100',
  shared_buffers: '128MB',
  effective_cache_size: '1GB',
  max_wal_size: '1GB',
  min_wal_size: '80MB',
  // Solid state disks read anywhere at the same price.
  random_page_cost: '1.1',
  // Compiling a query takes longer than the short queries here run.
  jit: 'off',
  // Nothing here replicates: one process less.
  max_logical_replication_workers: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  // Errors reach the client that made them. In the log they would repeat every lost race for a revision, and details
  // and statements would repeat personal data.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
};

/** Not to be overridden: nobody but this machine may connect, and the server is found by its port alone. */
const fixed = (port: number): Settings => ({
  listen_addresses: '127.0.0.1',
  port: String(port),
  unix_socket_directories: '',
  logging_collector: 'off',
});

/** As arguments of the server, so that they hold from the first moment and leave no trace in the cluster. */
export const settingArguments = (port: number, settings: Settings): readonly string[] =>
  Object.entries({ ...DEFAULTS, ...settings, ...fixed(port) }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

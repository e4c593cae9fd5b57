/**
 * How much a crash of the machine may lose: `durable` nothing that was committed; `disposable` everything, for tests,
 * whose databases live for seconds.
 */
export type Durability = "durable" | "disposable";

/** Settings of the embedded server. Given on its command line, so that they always are those of the running code. */
export function serverSettings(durability: Durability, socketDir: string): Record<string, string> {
  return { ...COMMON, ...BY_DURABILITY[durability], unix_socket_directories: socketDir };
}

const COMMON = {
  // Reached through its socket only: nothing on the network, no port to be taken.
  listen_addresses: "",
  port: "5432",
  unix_socket_permissions: "0700",
  password_encryption: "scram-sha-256",
  max_connections: "100",
  // A batch locks rows of partitions and their indexes; 64, the default, runs out in one transaction over many partitions.
  max_locks_per_transaction: "256",

  // Sized for a laptop: the whole idle product stays below 300 MB. Memory is taken as it is used, not at start.
  shared_buffers: "128MB",
  effective_cache_size: "1GB",
  work_mem: "8MB",
  maintenance_work_mem: "64MB",
  random_page_cost: "1.1",
  // Our queries are many and short: compiling one costs more than running it.
  jit: "off",
  // Two cores serve the product as well; a report must not take both. It also keeps us off /dev/shm, tiny in containers.
  max_parallel_workers_per_gather: "0",
  max_parallel_maintenance_workers: "0",
  io_method: "sync",

  // Queue-like tables die of late vacuuming long before they die of too much of it.
  autovacuum_naptime: "15s",
  autovacuum_vacuum_cost_limit: "1000",
  // A forgotten transaction would keep every dead row of the hot tables alive.
  idle_in_transaction_session_timeout: "5min",
  lock_timeout: "0",
  timezone: "UTC",
  log_timezone: "UTC",
  log_min_messages: "warning",
  log_line_prefix: "%m [%p] ",
};

const BY_DURABILITY: Record<Durability, Record<string, string>> = {
  durable: {
    fsync: "on",
    full_page_writes: "on",
    synchronous_commit: "on",
    wal_buffers: "16MB",
    min_wal_size: "160MB",
    max_wal_size: "2GB",
    checkpoint_timeout: "15min",
  },
  disposable: {
    fsync: "off",
    full_page_writes: "off",
    synchronous_commit: "off",
    wal_level: "minimal",
    max_wal_senders: "0",
    max_wal_size: "4GB",
    checkpoint_timeout: "1h",
    max_connections: "300",
    autovacuum: "off",
  },
};

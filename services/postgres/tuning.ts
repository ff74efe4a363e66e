import { statfsSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'

const megabyte = 1024 * 1024

/** Server settings for few, large queries. They are set at every start, so that they fit the machine. */
export function postgresTuning(): Record<string, string> {
  const memory = Math.floor(Math.min(totalmem(), process.constrainedMemory() || Infinity) / megabyte)
  const cores = availableParallelism()
  return {
    shared_buffers: `${Math.min(1024, Math.max(128, Math.floor(memory / 8)))}MB`,
    effective_cache_size: `${Math.max(256, Math.floor(memory / 2))}MB`,
    // a build sorts and hashes millions of rows in two tables at once, and writes to disk what does not fit
    work_mem: `${Math.min(256, Math.max(64, Math.floor(memory / 96)))}MB`,
    maintenance_work_mem: '256MB',
    max_connections: '100',
    max_worker_processes: `${Math.max(8, cores)}`,
    max_parallel_workers: `${cores}`,
    max_parallel_workers_per_gather: `${Math.min(4, cores)}`,
    max_parallel_maintenance_workers: `${Math.min(4, cores)}`,
    // compiling a query takes longer than it saves on tables of this size
    jit: 'off',
    random_page_cost: '1.1',
    // without replicas, bulk loads into new tables need no write-ahead log
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    // each build makes and drops tables, so the catalogue has dead rows soon
    autovacuum_naptime: '15s',
    dynamic_shared_memory_type: sharedMemory(),
    timezone: 'UTC',
    log_timezone: 'UTC',
  }
}

/** Containers often have only 64 MB of /dev/shm, which is too little for a parallel hash join. */
function sharedMemory(): string {
  if (process.platform === 'win32') return 'windows'
  if (process.platform !== 'linux') return 'posix'
  try {
    const shm = statfsSync('/dev/shm')
    return shm.bsize * shm.blocks >= 512 * megabyte ? 'posix' : 'mmap'
  } catch {
    return 'mmap'
  }
}

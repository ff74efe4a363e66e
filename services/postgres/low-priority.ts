import { writeFile } from 'node:fs/promises'
import { constants, setPriority } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'

/** How often sessions are looked for. Queries that are worth helpers of their own run for seconds. */
const milliseconds = 250

/**
 * While `work` is done, sessions with this `application_name` and the parallel workers that help them get the processor time
 * that others leave. Postgres has no setting for this, so the operating system is asked, which only works on the machine of the
 * server and for its user.
 */
export async function atLowPriority<T>(pool: Pool, name: string, work: () => Promise<T>): Promise<T> {
  const done = new AbortController()
  const watching = watch(pool, name, done.signal)
  try {
    return await work()
  } finally {
    done.abort()
    await watching
  }
}

async function watch(pool: Pool, name: string, signal: AbortSignal): Promise<void> {
  let lowered = new Set<number>()
  while (!signal.aborted) {
    // without a connection, the build says why
    const pids = await processesOf(pool, name).catch((): number[] => [])
    const isLow = await Promise.all(pids.map((pid) => lowered.has(pid) || lower(pid)))
    // those that have ended are forgotten, because another process can have their number next
    lowered = new Set(pids.filter((_, i) => isLow[i]))
    await sleep(milliseconds, undefined, { signal }).catch(() => {})
  }
}

async function processesOf(pool: Pool, name: string): Promise<number[]> {
  const { rows } = await pool.query<{ pid: number }>(
    `with named as (
       select pid from pg_stat_activity where datname = current_database() and application_name = $1
     )
     select pid from named
     union
     select pid from pg_stat_activity where leader_pid in (select pid from named)`,
    [name],
  )
  return rows.map(({ pid }) => pid)
}

/** False if the process is gone, or if it may not be done, or not now. */
async function lower(pid: number): Promise<boolean> {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW)
    // Linux may divide time among sessions first, and each process of Postgres is one
    if (process.platform === 'linux')
      await writeFile(`/proc/${pid}/autogroup`, `${constants.priority.PRIORITY_LOW}`)
    return true
  } catch (error) {
    // not every Linux has that file
    return error instanceof Error && 'code' in error && error.code === 'ENOENT'
  }
}

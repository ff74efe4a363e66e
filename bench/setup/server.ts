import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type pg from 'pg'
import { freePort } from '../../services/ports.ts'
import { createPool } from '../../services/postgres/database.ts'
import { migrate } from '../../services/postgres/migrate.ts'
import { startPostgres } from '../../services/postgres/server.ts'

/** Gives `work` a temporary Postgres with all migrations applied, and removes it afterwards. */
export async function withServer<T>(
  work: (open: { pool: pg.Pool; url: string; socketUrl: string }) => Promise<T>,
): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'clientele-bench-'))
  await chmod(home, 0o711)
  const server = await startPostgres({ home, port: await freePort(), password: 'bench' })
  const url = server.url('postgres')
  const pool = createPool(url)
  try {
    await migrate(url)
    return await work({ pool, url, socketUrl: server.socketUrl('postgres') })
  } finally {
    await pool.end()
    await server.release()
    await rm(dirname(server.data), { recursive: true, force: true })
    await rm(home, { recursive: true, force: true })
  }
}

export interface Measure {
  readonly what: string
  readonly value: number
  readonly unit: string
  /** `limit` must not be exceeded; `aim` should not. */
  readonly limit: number | null
  readonly aim: number | null
}

/** Prints one line of JSON, which `clientele bench` reads. */
export function report(measure: Measure): void {
  console.log(JSON.stringify({ ...measure, value: Math.round(measure.value * 100) / 100 }))
}

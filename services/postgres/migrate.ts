import { join } from 'node:path'
import knex, { type Knex } from 'knex'
import { takeLock } from '../../engine/postgres/locks.ts'

const root = join(import.meta.dirname, '../..')

export function knexConfig(url: string): Knex.Config {
  return {
    client: 'pg',
    connection: { connectionString: url, application_name: 'clientele migrate' },
    pool: { min: 0, max: 2 },
    migrations: {
      directory: join(root, 'migrations'),
      extension: 'ts',
      loadExtensions: ['.ts'],
    },
    seeds: { directory: join(root, 'seeds'), extension: 'ts', loadExtensions: ['.ts'] },
  }
}

/** Applies new migrations and returns their files. If two processes do this at the same time, the second finds none. */
export async function migrate(url: string): Promise<string[]> {
  const held = await takeLock({ connectionString: url }, 'migrations')
  const db = knex(knexConfig(url))
  try {
    // Knex's own lock can only be left by a killed process, because a live one would hold the lock above.
    await db.migrate.forceFreeMigrationsLock()
    const [, files]: [number, string[]] = await db.migrate.latest()
    return files
  } finally {
    await db.destroy()
    await held?.release()
  }
}

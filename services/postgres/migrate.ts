import { join } from 'node:path'
import knex, { type Knex } from 'knex'
import pg from 'pg'
import { lock } from '../../engine/postgres/locks.ts'

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

/** Runs what has not run yet, and says what it ran. Two processes at once: the second finds nothing to do. */
export async function migrate(url: string): Promise<string[]> {
  const keeper = new pg.Client({ connectionString: url, application_name: 'clientele migrate' })
  await keeper.connect()
  const db = knex(knexConfig(url))
  try {
    await lock(keeper, 'migrations')
    // A process that left Knex's own lock behind was killed: a living one would hold the lock above.
    await db.migrate.forceFreeMigrationsLock()
    const [, files]: [number, string[]] = await db.migrate.latest()
    return files
  } finally {
    await db.destroy()
    await keeper.end()
  }
}

import { join } from 'node:path'
import knex, { type Knex } from 'knex'
import pg from 'pg'

const root = join(import.meta.dirname, '../..')

/** One lock number for migrations, "clientele migrate" to nobody but us. */
const migrationLock = 7_204_113

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
  const lock = new pg.Client({ connectionString: url, application_name: 'clientele migrate' })
  await lock.connect()
  const db = knex(knexConfig(url))
  try {
    await lock.query('select pg_advisory_lock($1)', [migrationLock])
    // whoever left Knex's own lock behind was killed: a living process would hold ours
    await db.migrate.forceFreeMigrationsLock()
    const [, files]: [number, string[]] = await db.migrate.latest()
    return files
  } finally {
    await db.destroy()
    await lock.end()
  }
}

import { join } from 'node:path'
import knex, { type Knex } from 'knex'
import pg from 'pg'
import { ClienteleError } from '#engine'
import { takeLock } from '../../engine/postgres/locks.ts'
import { describeReaders, readerFields, readersOf } from '../../engine/postgres/readers.ts'

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

/**
 * Applies new migrations and returns their files. If two processes do this at the same time, the second finds none.
 *
 * Errors: `migration-blocked`, if readers hold something that a migration changes, after `lockSeconds`.
 */
export async function migrate(url: string, { lockSeconds = 30 } = {}): Promise<string[]> {
  const held = await takeLock({ connectionString: url }, 'migrations')
  const config = knexConfig(url)
  const limit = `set lock_timeout = '${lockSeconds}s'`
  const db = knex({
    ...config,
    // it would print what is thrown as well
    log: { warn: () => {}, error: () => {} },
    pool: {
      ...config.pool,
      afterCreate: (client: pg.ClientBase, done: (error: Error | null) => void) => {
        client.query(limit, (error) => done(error))
      },
    },
  })
  try {
    // Knex's own lock can only be left by a killed process, because a live one would hold the lock above.
    await db.migrate.forceFreeMigrationsLock()
    const [, files]: [number, string[]] = await db.migrate.latest()
    return files
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === '55P03'
      ? await blocked(url, error)
      : error
  } finally {
    await db.destroy()
    await held?.release()
  }
}

async function blocked(url: string, cause: Error): Promise<ClienteleError> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    const readers = await readersOf(client, [
      'ops',
      'raw',
      'staging',
      'identity',
      'warehouse',
      'marts',
      'pii',
    ])
    return new ClienteleError(
      'migration-blocked',
      `The database was not migrated, because other sessions hold what a migration changes: ${describeReaders(readers)}. ` +
        'End these transactions, then run the same command again.',
      readerFields(readers),
      { cause },
    )
  } finally {
    await client.end()
  }
}

import pg from 'pg'
import { ClienteleError } from '#engine'
import { isConnectionLost } from '../../engine/postgres/lost.ts'
import { withoutPassword } from '../endpoints.ts'
import { requireFreePort } from '../ports.ts'
import { secret } from '../secrets.ts'
import type { Settings } from '../settings.ts'
import { migrate } from './migrate.ts'
import { findPostgres, type PostgresOptions, type RunningPostgres, startPostgres } from './server.ts'

export type Database = {
  /** Contains the password, so it must not be shown or logged. */
  readonly url: string
  readonly pool: pg.Pool
  close(): Promise<void>
}

export const databaseName = 'clientele'

/**
 * Opens and migrates the warehouse's database: DATABASE_URL, or else the embedded server. That is started if it does
 * not run yet, and stopped when its last user closes it.
 */
export async function openDatabase(settings: Settings): Promise<Database> {
  if (settings.databaseUrl) {
    await requireReachable(settings.databaseUrl)
    return connected(settings.databaseUrl, async () => {})
  }
  const server = await startEmbedded(settings)
  return connected(embeddedUrl(server), async () => {
    await server.release()
  })
}

/** Opens the database only if it already runs, for commands that must not start anything. */
export async function findDatabase(settings: Settings): Promise<Database | undefined> {
  if (settings.databaseUrl) {
    await requireReachable(settings.databaseUrl)
    return unmigrated(settings.databaseUrl, async () => {})
  }
  const server = await findEmbedded(settings)
  if (!server) return undefined
  return unmigrated(embeddedUrl(server), async () => {
    await server.release()
  })
}

export async function findEmbedded(settings: Settings): Promise<RunningPostgres | undefined> {
  return findPostgres(await embeddedOptions(settings))
}

export async function startEmbedded(settings: Settings): Promise<RunningPostgres> {
  const server = await startPostgres(await embeddedOptions(settings))
  await createDatabase(server, databaseName)
  return server
}

export function embeddedUrl(server: RunningPostgres): string {
  return server.url(databaseName)
}

async function embeddedOptions(settings: Settings): Promise<PostgresOptions> {
  return {
    home: settings.stateDir,
    port: settings.ports.postgres,
    password: await secret(settings.stateDir, 'postgres-password'),
    beforeStart: () => requireFreePort(settings, 'postgres'),
  }
}

async function createDatabase(server: RunningPostgres, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.url('postgres') })
  client.on('error', () => {})
  await client.connect()
  try {
    const known = await client.query('select 1 from pg_database where datname = $1', [name])
    if (!known.rowCount) await client.query(`create database ${client.escapeIdentifier(name)}`)
  } catch (error) {
    // 42P04, 23505: another process created it in between
    if (!(error instanceof pg.DatabaseError && ['42P04', '23505'].includes(error.code ?? ''))) throw error
  } finally {
    await client.end()
  }
}

/** Fails with Postgres's reason, but without the password, if the company's own Postgres cannot be used. */
export async function requireReachable(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (cause) {
    const shown = withoutPassword(databaseUrl)
    // with several addresses for one name, Node puts the reasons in the code and leaves the message empty
    const reason = cause instanceof Error ? cause.message || ('code' in cause ? `${cause.code}` : '') : ''
    throw new ClienteleError(
      'database-unreachable',
      `Cannot connect to the Postgres of DATABASE_URL, ${shown}: ${reason}. Start that server, or correct DATABASE_URL.`,
      { database: shown },
      { cause },
    )
  } finally {
    await client.end().catch(() => {})
  }
}

async function connected(url: string, release: () => Promise<void>): Promise<Database> {
  try {
    await migrate(url)
  } catch (error) {
    await release()
    throw error
  }
  return unmigrated(url, release)
}

function unmigrated(url: string, release: () => Promise<void>): Database {
  const pool = createPool(url)
  return {
    url,
    pool,
    async close() {
      await pool.end()
      // a server that is gone needs no release, and why it is gone has been reported
      await release().catch((error: unknown) => {
        if (!isConnectionLost(error)) throw error
      })
    },
  }
}

/** Dates stay text, because a JavaScript Date would shift them by the time zone. */
export function createPool(url: string, max = 10): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'clientele',
    max,
    types: {
      getTypeParser: (oid, format) =>
        oid === pg.types.builtins.DATE ? (text: string) => text : pg.types.getTypeParser(oid, format),
    },
  })
  // the pool replaces a broken idle connection at the next query, which reports the error
  pool.on('error', () => {})
  // the same for a connection in use, whose next query fails; without a listener, Node would end the process
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

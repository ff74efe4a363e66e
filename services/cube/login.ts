import { createHash } from 'node:crypto'
import pg from 'pg'
import { inLockedTransaction } from '../../engine/postgres/locks.ts'
import { scramVerifier } from '../scram.ts'
import { secret } from '../secrets.ts'
import { cubeRole } from './database.ts'

export type CubeLogin = {
  /** Contains the password, so it must not be shown or logged. */
  readonly url: string
  /** False if the user of the database may not create logins: then Cube uses that user, and only takes a role. */
  readonly isOwn: boolean
}

/** Shown at start if Cube has no login of its own. */
export const noOwnLogin = 'a Postgres login of its own'

/**
 * The login with which Cube's process connects. It is no superuser, reads the published views and the users of the SQL
 * API, and cannot become the owner of the database. Each installation has its own, because several can share a server.
 */
export async function cubeLogin(stateDir: string, databaseUrl: string): Promise<CubeLogin> {
  const password = await secret(stateDir, 'cube-postgres-password')
  const user = `clientele_cube_${createHash('sha256').update(password).digest('hex').slice(0, 10)}`
  const url = urlOf(databaseUrl, user, password)
  if (await isReady(url)) return { url, isOwn: true }
  await makeLogin(databaseUrl, user, password)
  return (await isReady(url)) ? { url, isOwn: true } : { url: databaseUrl, isOwn: false }
}

function urlOf(databaseUrl: string, user: string, password: string): string {
  const url = new URL(databaseUrl)
  url.username = user
  url.password = password
  for (const name of ['user', 'password', 'options']) url.searchParams.delete(name)
  return url.href
}

/** Whether somebody can log in there, and has what Cube needs. */
async function isReady(url: string): Promise<boolean> {
  const ready = await connected(url, async (client) => {
    const { rows } = await client.query<{ ready: boolean }>(
      `select coalesce(has_table_privilege(to_regclass('ops.sql_users'), 'select'), false)
         and coalesce(pg_has_role(to_regrole($1), 'set'), false) as ready`,
      [cubeRole],
    )
    return rows[0]?.ready
  })
  return ready ?? false
}

/** Creates the login, or gives it the password and the privileges that it lacks, if the user of the database may. */
async function makeLogin(databaseUrl: string, user: string, password: string): Promise<void> {
  await connected(databaseUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>('select current_database() as name')
    const database = pg.escapeIdentifier(rows[0]?.name ?? '')
    const options =
      'login noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls ' +
      `password ${pg.escapeLiteral(scramVerifier(password))}`
    await inLockedTransaction(client, 'logins', async () => {
      const known = await client.query('select from pg_roles where rolname = $1', [user])
      await client.query(`
      ${known.rowCount ? 'alter' : 'create'} role ${user} ${options};
      alter role ${user} set default_transaction_read_only = on;
      alter role ${user} set idle_in_transaction_session_timeout = '1min';
      grant connect on database ${database} to ${user};
      grant ${cubeRole} to ${user};
      grant usage on schema ops to ${user};
      grant select on ops.publications, ops.sql_users to ${user}`)
    })
  })
}

/** What `work` returns, or undefined if there is no connection or not the right to do it. */
async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T | undefined> {
  const client = new pg.Client({ connectionString: url, application_name: 'clientele cube login' })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch {
    // Cube's own start says why there is no connection
    return undefined
  }
  try {
    return await work(client)
  } catch (error) {
    const code = error instanceof pg.DatabaseError ? error.code : undefined
    // no right to do it; no such role, schema or table
    if (code && ['42501', '42704', '3F000', '42P01'].includes(code)) return undefined
    throw error
  } finally {
    await client.end()
  }
}

import type { ClientBase, Pool } from 'pg'
import pg from 'pg'
import { ClienteleError } from '#engine'
import { inLockedTransaction } from '../../engine/postgres/locks.ts'
import { cubeGroups } from '../cube/groups.ts'
import { scramVerifier } from '../scram.ts'
import { biRoles, groupRole, searchPath } from './schemas.ts'

/** Defaults of every session of a BI user. A session can change them; what it may read does not depend on them. */
const sessionSettings: Readonly<Record<string, string>> = {
  default_transaction_read_only: 'on',
  statement_timeout: '5min',
  idle_in_transaction_session_timeout: '5min',
  lock_timeout: '30s',
}

/** A dashboard opens several connections. */
const connectionLimit = 20

/**
 * Gives the user a login on Postgres, or an existing one a new password and groups. The role reads the views of its
 * groups and nothing else; one that is restricted to markets reads them in other schemas, by `ops.markets_of_reader`.
 */
export async function addLogin(
  pool: Pool,
  name: string,
  password: string,
  groups: readonly string[],
  isRestricted = false,
): Promise<void> {
  await changeLogins(pool, async (client) => {
    const user = pg.escapeIdentifier(name)
    const exists = await ownLogin(client, name)
    // hashed here, so that no log of the server can hold the password
    const verifier = pg.escapeLiteral(scramVerifier(password))
    const options = `login nosuperuser nocreatedb nocreaterole noreplication connection limit ${connectionLimit}`
    await client.query(`${exists ? 'alter' : 'create'} role ${user} ${options} password ${verifier}`)
    await client.query(`comment on role ${user} is ${pg.escapeLiteral(await markOf(client))}`)
    await client.query(privileges(name))
    const own = cubeGroups.filter((group) => groups.includes(group))
    const granted = own.map((group) => groupRole(group, isRestricted))
    for (const role of biRoles)
      await client.query(granted.includes(role) ? `grant ${role} to ${user}` : `revoke ${role} from ${user}`)
    const database = await databaseName(client)
    const inDatabase = `alter role ${user} in database ${database} set`
    await client.query(`${inDatabase} search_path = ${searchPath(groups, isRestricted).join(', ')}`)
    for (const [setting, value] of Object.entries(sessionSettings))
      await client.query(`${inDatabase} ${setting} = '${value}'`)
    await client.query(`grant connect on database ${database} to ${biRoles.join(', ')}`)
    await endSessions(client, name)
  })
}

/**
 * Lets an owner who is no superuser end the sessions of the user, and keeps temporary tables from BI users: everybody
 * on a server has that right by default, and there is no other way to withhold it. Readers keep it.
 */
function privileges(name: string): string {
  return `
    do $$ begin
      if not (select rolsuper from pg_roles where rolname = current_user) then
        execute format('grant %I to current_user with inherit true', ${pg.escapeLiteral(name)});
      end if;
      execute format('revoke temporary on database %I from public', current_database());
      if to_regrole('clientele_reader') is not null then
        execute format('grant temporary on database %I to clientele_reader', current_database());
      end if;
    exception when insufficient_privilege then
      raise notice 'BI users keep the right to temporary tables: %', sqlerrm;
    end $$`
}

/** Keeps everybody but the owner out of the other databases of a server that is Clientele's own. */
export async function closeOtherDatabases(pool: Pool): Promise<void> {
  await changeLogins(pool, async (client) => {
    await client.query('revoke connect on database postgres, template1 from public')
  })
}

/**
 * Fails before anything is changed if the name belongs to a role that is no BI user of this database, or if this owner of
 * the database may not create logins.
 */
export async function requireUsable(pool: Pool, name: string): Promise<void> {
  if (/^pg_|^(public|none)$/.test(name))
    throw new ClienteleError(
      'user-invalid',
      `Postgres keeps the name "${name}" for itself. Choose another name.`,
      {
        name,
      },
    )
  await ownLogin(pool, name)
  const { rows } = await pool.query<{ allowed: boolean }>(
    'select rolsuper or rolcreaterole as allowed from pg_roles where rolname = current_user',
  )
  if (!rows[0]?.allowed) throw notAllowed('it lacks the right CREATEROLE')
}

/** The user can no longer log in, and running sessions end. */
export async function disableLogin(pool: Pool, name: string): Promise<void> {
  await changeLogins(pool, async (client) => {
    if (await ownLogin(client, name)) await client.query(`alter role ${pg.escapeIdentifier(name)} nologin`)
  })
  await endSessions(pool, name)
}

/** Drops the role of the user, if there is one. */
export async function removeLogin(pool: Pool, name: string): Promise<void> {
  await disableLogin(pool, name)
  await changeLogins(pool, async (client) => {
    if (await ownLogin(client, name)) await client.query(`drop role ${pg.escapeIdentifier(name)}`)
  })
}

async function endSessions(client: Pick<ClientBase, 'query'>, name: string): Promise<void> {
  await client.query(
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity
     where usename = $1 and pid <> pg_backend_pid() and datname = current_database()
       and exists (select from pg_roles where rolname = $1 and shobj_description(oid, 'pg_authid') = $2)`,
    [name, await markOf(client)],
  )
}

/**
 * Whether the role exists and is a login of this database. Roles belong to the whole server: one that was not made
 * here, such as the owner of the database, is never changed.
 */
async function ownLogin(client: Pick<ClientBase, 'query'>, name: string): Promise<boolean> {
  const { rows } = await client.query<{ mark: string | null; is_stale: boolean }>(
    `select shobj_description(oid, 'pg_authid') as mark,
       not exists (
         select from pg_database d where shobj_description(r.oid, 'pg_authid') = '${mark}' || d.datname
       ) as is_stale
     from pg_roles r where rolname = $1`,
    [name],
  )
  const [role] = rows
  if (!role) return false
  // a login of a database that no longer exists is free
  if (role.mark === (await markOf(client)) || (role.mark?.startsWith(mark) && role.is_stale)) return true
  throw new ClienteleError(
    'user-invalid',
    `The server has a role "${name}" that \`clientele user add\` did not make for this database. Choose another name.`,
    { name },
  )
}

const mark = 'BI user of Clientele in the database '

async function markOf(client: Pick<ClientBase, 'query'>): Promise<string> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name')
  return `${mark}${rows[0]?.name}`
}

async function databaseName(client: ClientBase): Promise<string> {
  const { rows } = await client.query<{ name: string }>('select quote_ident(current_database()) as name')
  return rows[0]?.name ?? ''
}

async function changeLogins(pool: Pool, work: (client: ClientBase) => Promise<void>): Promise<void> {
  const client = await pool.connect()
  try {
    await inLockedTransaction(client, 'logins', () => work(client))
  } catch (error) {
    throw loginFailure(error)
  } finally {
    client.release()
  }
}

function loginFailure(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error
  if (error.code === '42939')
    return new ClienteleError('user-invalid', `${error.message}. Choose another name.`)
  // insufficient privilege, or a role of a group that could not be created for the same reason
  if (error.code !== '42501' && error.code !== '42704') return error
  return notAllowed(error.message, error)
}

function notAllowed(reason: string, cause?: unknown): ClienteleError {
  return new ClienteleError(
    'logins-not-allowed',
    `The owner of the database may not create logins on this server (${reason}). An administrator of the ` +
      'server can allow it: `alter role <owner> createrole`, and then ' +
      `\`grant ${biRoles.join(', ')} to <owner> with admin option\`.`,
    {},
    { cause },
  )
}

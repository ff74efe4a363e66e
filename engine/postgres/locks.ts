import pg from 'pg'
import { rollBack } from './lost.ts'

/** Every lock there is, by name: the one place to look before adding another. */
export type LockName =
  /** One build of the warehouse at a time. */
  | 'build'
  /** One process at a time creates raw tables and adds their columns. */
  | 'raw tables'
  /** One process at a time loads or removes the records of an entity. */
  | `records of ${string}`
  /** One steward at a time decides or undoes, so that each decision is checked against all before it. */
  | 'decisions'
  /** One process at a time migrates the database. */
  | 'migrations'
  /** One process at a time changes logins and what they may do: Postgres refuses two that change the same at once. */
  | 'logins'
  /** One test process at a time makes a database that all of them copy. */
  | `test ${string}`

/*
 * A lock is a lock on a table of its own in the schema `locks`, which nobody but the owner of the database may use. An
 * advisory lock would not do: anybody who may log in can take any of them, also by accident. The mode conflicts with
 * itself and with nothing that a backup does, and needs no transaction number, so it does not keep vacuum from its work.
 */

/** A lock that is held, by a connection of its own, until it is released or the connection ends. */
export interface HeldLock {
  /** False once the connection that held it is lost. */
  isHeld(): boolean
  release(): Promise<void>
}

/** Limits of the server or the database that would end the waiting or the holding. */
const withoutLimits = `
  select set_config(name, case when name like 'tcp%' then '60' else '0' end, false)
  from pg_settings
  where name in ('idle_in_transaction_session_timeout', 'transaction_timeout', 'statement_timeout',
    'lock_timeout', 'idle_session_timeout', 'tcp_keepalives_idle')`

/**
 * Takes the lock on a connection of its own. If it is not free, calls `onWait` and waits, at most `milliseconds` if they
 * are given. Null if it did not get it.
 */
export async function takeLock(
  connection: pg.ClientConfig,
  name: LockName,
  { milliseconds, onWait }: { milliseconds?: number; onWait?: () => void } = {},
): Promise<HeldLock | null> {
  const client = new pg.Client(connection)
  let isLost = false
  client.on('error', () => {
    isLost = true
  })
  client.on('end', () => {
    isLost = true
  })
  const release = () => client.end().catch(() => {})
  try {
    await client.connect()
    await client.query(withoutLimits)
    await client.query(`select set_config('application_name', $1, false)`, [`clientele lock: ${name}`])
    await createLock(client, name)
    let isTaken = await lockTable(client, name, 'nowait')
    if (!isTaken) {
      onWait?.()
      isTaken = await lockTable(client, name, `${milliseconds ?? 0}ms`)
    }
    if (isTaken) return { isHeld: () => !isLost, release }
  } catch (error) {
    await release()
    throw error
  }
  await release()
  return null
}

/** Runs work in a transaction of the client that holds the lock until it commits; other processes wait. */
export async function inLockedTransaction(
  client: pg.ClientBase,
  name: LockName,
  work: () => Promise<void>,
): Promise<void> {
  await createLock(client, name)
  await client.query('begin')
  try {
    await client.query(`lock table ${tableOf(name)} in exclusive mode`)
    await work()
    await client.query('commit')
  } catch (error) {
    await rollBack(client)
    throw error
  }
}

async function lockTable(
  client: pg.Client,
  name: LockName,
  wait: 'nowait' | `${number}ms`,
): Promise<boolean> {
  const isWaiting = wait !== 'nowait'
  await client.query('begin')
  try {
    if (isWaiting) await client.query(`set local lock_timeout = '${wait}'`)
    await client.query(`lock table ${tableOf(name)} in exclusive mode ${isWaiting ? '' : 'nowait'}`)
    return true
  } catch (error) {
    // 55P03: another session has it
    if (!(error instanceof pg.DatabaseError && error.code === '55P03')) throw error
    await client.query('rollback')
    return false
  }
}

function tableOf(name: LockName): string {
  return `locks.${pg.escapeIdentifier(name)}`
}

/** Two processes may create the same lock at the same time: then one of them fails and finds it the next time. */
async function createLock(client: pg.ClientBase, name: LockName): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const { rows } = await client.query<{ exists: boolean }>('select to_regclass($1) is not null as exists', [
      tableOf(name),
    ])
    if (rows[0]?.exists) return
    try {
      await client.query('create schema if not exists locks')
      await client.query(`comment on schema locks is 'A table for each lock of Clientele; private to it'`)
      await client.query(`create table if not exists ${tableOf(name)} ()`)
    } catch (error) {
      const isRace =
        error instanceof pg.DatabaseError &&
        ['23505', '42710', '42P06', '42P07', 'XX000'].includes(error.code ?? '')
      if (!isRace || attempt === 10) throw error
    }
  }
}

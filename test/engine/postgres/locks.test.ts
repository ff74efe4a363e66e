import knex from 'knex'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from '../../../engine/build/build.ts'
import { loadRecords } from '../../../engine/loading/load.ts'
import { inLockedTransaction, takeLock } from '../../../engine/postgres/locks.ts'
import { readerLimits } from '../../../engine/postgres/reader-limits.ts'
import { knexConfig, migrate } from '../../../services/postgres/migrate.ts'
import { useDatabase } from '../../harness/database.ts'
import { putItems, stg_items, tiny, warehouseOf } from '../tiny.ts'

const db = useDatabase()
const login = `reader_${process.pid}`
let reader: pg.Client

beforeAll(async () => {
  await db.pool.query(`create role ${login} login password 'reads'; grant clientele_pii to ${login}`)
  const url = new URL(db.url)
  url.username = login
  url.password = 'reads'
  reader = new pg.Client({ connectionString: url.href })
  await reader.connect()
})
afterAll(async () => {
  await reader.end()
  await db.pool.query(`drop role ${login}`)
})

const names = ['build', 'raw tables', 'migrations', 'records of tiny.items', 'test sample']

test('a reader who takes every lock within reach keeps nobody from building, loading or migrating', async () => {
  await putItems(db.pool, { a: 1 })
  await build(db.pool, warehouseOf(stg_items), { jobs: 1 })
  for (const name of names) {
    for (const key of [name, `clientele: ${name}`])
      await reader.query(`select pg_advisory_lock(hashtextextended($1, 0)), pg_advisory_lock(hashtext($1))`, [
        key,
      ])
  }
  const { rows } = await db.pool.query<{ relation: string }>(
    `select format('%I.%I', nspname, relname) as relation
     from pg_class join pg_namespace n on n.oid = relnamespace
     where relkind in ('r', 'v') and (nspname in ('locks', 'ops', 'raw', 'build') or relname like 'knex%')`,
  )
  expect(rows.map(({ relation }) => relation)).toContain('locks.build')
  await reader.query('begin')
  const taken: string[] = []
  for (const { relation } of rows) {
    for (const mode of ['access exclusive', 'exclusive', 'share', 'row share']) {
      await reader.query('savepoint attempt')
      try {
        await reader.query(`lock table ${relation} in ${mode} mode nowait`)
        taken.push(`${relation} in ${mode} mode`)
      } catch {
        await reader.query('rollback to savepoint attempt')
      }
    }
  }
  expect(taken).toEqual([])
  await putItems(db.pool, { a: 2 })
  expect(await build(db.pool, warehouseOf(stg_items), { jobs: 1 })).toMatchObject({ built: 1 })
  const records = [{ item: 'b', amount: '3' }]
  expect(await loadRecords(db.pool, tiny.items, records, { origin: 'test', isSample: false })).toMatchObject({
    loaded: 1,
  })
  expect(await migrate(db.url)).toEqual([])
  await reader.query('rollback')
})

test('a login that reads gets limits with the next build, unless it has its own', async () => {
  await db.pool.query(`
    create role ${login}_own login;
    grant clientele_reader to ${login}_own;
    alter role ${login}_own in database ${new URL(db.url).pathname.slice(1)} set statement_timeout = '1h'`)
  try {
    await build(db.pool, warehouseOf(stg_items), { jobs: 1 })
    const { rows } = await db.pool.query(
      `select setrole::regrole::text as login, array(select unnest(setconfig) order by 1) as limits
       from pg_db_role_setting join pg_database d on d.oid = setdatabase
       where datname = current_database() and setrole::regrole::text like $1 order by 1`,
      [`${login}%`],
    )
    const { idle_in_transaction_session_timeout: idle, statement_timeout: statement } = readerLimits
    expect(rows).toEqual([
      {
        login,
        limits: [`idle_in_transaction_session_timeout=${idle}`, `statement_timeout=${statement}`],
      },
      {
        login: `${login}_own`,
        limits: [`idle_in_transaction_session_timeout=${idle}`, 'statement_timeout=1h'],
      },
    ])
  } finally {
    await db.pool.query(`drop role ${login}_own`)
  }
})

test('a migration that a reader blocks names the reader', async () => {
  const migrations = knex(knexConfig(db.url))
  await migrations.migrate
    .down({ name: '20261126000050_sources_in_use.ts' })
    .finally(() => migrations.destroy())
  await reader.query('begin; select from ops.source_freshness')
  await expect(migrate(db.url, { lockSeconds: 1 })).rejects.toMatchObject({
    code: 'migration-blocked',
    fields: { users: [login] },
    message: expect.stringContaining('holds ops.entities'),
  })
  await reader.query('rollback')
  expect(await migrate(db.url)).toEqual(['20261126000050_sources_in_use.ts'])
})

test('a lock is free again when it is released, and when the connection that holds it ends', async () => {
  const connection = { connectionString: db.url }
  const first = await takeLock(connection, 'build')
  expect(first?.isHeld()).toBe(true)
  let waited = 0
  expect(await takeLock(connection, 'build', { milliseconds: 50, onWait: () => waited++ })).toBeNull()
  expect(waited).toBe(1)
  await first?.release()
  const second = await takeLock(connection, 'build', { milliseconds: 50 })
  expect(second?.isHeld()).toBe(true)
  await db.pool.query(
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity
     where datname = current_database() and application_name = 'clientele lock: build'`,
  )
  const third = await takeLock(connection, 'build', { milliseconds: 50 })
  expect(second?.isHeld()).toBe(false)
  await third?.release()
})

test('waiting for a lock keeps vacuum from nothing', async () => {
  const held = await takeLock({ connectionString: db.url }, 'build')
  const { rows } = await db.pool.query(
    `select state, backend_xid, backend_xmin from pg_stat_activity
     where datname = current_database() and application_name = 'clientele lock: build'`,
  )
  expect(rows).toEqual([{ state: 'idle in transaction', backend_xid: null, backend_xmin: null }])
  await held?.release()
})

test('sessions that make the same lock at the same time do not fail, and hold it one after the other', async () => {
  const sessions = await Promise.all(Array.from({ length: 5 }, () => db.pool.connect()))
  let holders = 0
  try {
    for (let round = 0; round < 60; round++) {
      const name = `test made at once ${round}` as const
      const work = async () => {
        expect(++holders).toBe(1)
        await new Promise(setImmediate)
        holders--
      }
      await Promise.all(sessions.map((client) => inLockedTransaction(client, name, work)))
    }
  } finally {
    for (const client of sessions) client.release()
  }
})

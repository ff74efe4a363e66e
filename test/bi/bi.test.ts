import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { biDependents, requestBi } from '../../services/bi/bi.ts'
import { addLogin, disableLogin, removeLogin, requireUsable } from '../../services/bi/logins.ts'
import { biSchemas } from '../../services/bi/schemas.ts'
import { addSqlUser } from '../../services/cube/sql-users.ts'
import { makeCompany } from '../cube/company.ts'
import { useDatabase } from '../harness/database.ts'
import { conversations } from './clients.ts'

const root = join(import.meta.dirname, '../..')
const db = useDatabase()
// roles belong to the whole server, which other test files share
const suffix = randomBytes(4).toString('hex')
const [ann, pat, gone, eva, max] = [
  `ann_${suffix}`,
  `pat_${suffix}`,
  `gone_${suffix}`,
  `eva_${suffix}`,
  `max_${suffix}`,
]
const password = 'correct horse battery'
let analyst: pg.Client
let pii: pg.Client

beforeAll(async () => {
  await makeCompany(db.pool)
  expect((await requestBi(db.pool, root)).problem).toBeNull()
  await addLogin(db.pool, ann, password, ['analyst'])
  await addLogin(db.pool, pat, password, ['analyst', 'pii'])
  analyst = await connect(ann)
  pii = await connect(pat)
})
afterAll(async () => {
  await analyst?.end()
  await pii?.end()
  for (const name of [ann, pat, eva, max]) await removeLogin(db.pool, name)
})

async function connect(user: string, secret = password): Promise<pg.Client> {
  const url = new URL(db.url)
  url.username = user
  url.password = secret
  const client = new pg.Client({ connectionString: url.href })
  client.on('error', () => {})
  await client.connect()
  return client
}

const codeOf = (error: unknown) => (error instanceof pg.DatabaseError ? error.code : String(error))
const failure = (client: pg.Client, sql: string) => client.query(sql).then(() => 'no failure', codeOf)

describe('a user', () => {
  test('asks for measures by their names alone', async () => {
    const { rows } = await analyst.query(
      'select country, measure(net_revenue) as net, measure(customer_count) as people from orders group by 1 order by 1',
    )
    const owner = await db.pool.query(
      `select country, sum(net_amount) filter (where not is_test) as net,
         count(distinct customer_key) filter (where is_purchase and customer_key <> -1) as people
       from warehouse.fct_orders group by 1 order by 1`,
    )
    expect(rows).toEqual(owner.rows)
    expect(rows.length).toBeGreaterThan(1)
  })

  test.each([
    'avg(net_revenue)',
    'max(order_count)',
    'sum(customer_count)',
    'sum(average_order_value)',
    'measure(country)',
  ])('%s is refused with a word about measure()', async (expression) => {
    await expect(analyst.query(`select ${expression} from orders`)).rejects.toThrow(/measure\(\)/)
  })

  test('sees numbers in a preview, and adds up what may be added up', async () => {
    const preview = await analyst.query('select * from orders limit 100')
    expect(preview.rows).toHaveLength(100)
    const types = new Map(preview.fields.map(({ name, dataTypeID }) => [name, dataTypeID]))
    expect(types.get('net_revenue')).toBe(pg.types.builtins.NUMERIC)
    expect(types.get('order_count')).toBe(pg.types.builtins.INT8)
    expect(types.get('average_order_value')).toBe(pg.types.builtins.TEXT)
    const { rows } = await analyst.query(
      'select sum(net_revenue) = measure(net_revenue) as money, sum(order_count) = measure(order_count) as orders from orders',
    )
    expect(rows).toEqual([{ money: true, orders: true }])
  })

  test('uses no schema but its own, and writes nothing', async () => {
    const { rows } = await analyst.query<{ schema: string }>(
      `select nspname as schema from pg_namespace
       where has_schema_privilege(oid, 'usage') and nspname !~ '^pg_' order by 1`,
    )
    expect(rows.map(({ schema }) => schema)).toEqual(['bi', 'information_schema', 'public'])
    const writable = await analyst.query(
      `select c.oid::regclass as relation from pg_class c
       where has_table_privilege(c.oid, 'insert, update, delete, truncate, references, trigger')
         and has_schema_privilege(c.relnamespace, 'usage') and c.relname <> 'pg_settings'`,
    )
    expect(writable.rows).toEqual([])
    for (const relation of [
      'warehouse.fct_orders',
      'pii.dim_customer',
      'ops.sql_users',
      'bi_pii.customer_360',
    ])
      expect(await failure(analyst, `select from ${relation}`), relation).toBe('42501')
    expect(await failure(analyst, `select ops.key_of('a', 'b')`)).toBe('42501')
    expect(await failure(analyst, 'create temp table t as select 1')).toBe('25006')
    for (const statement of [
      'create temp table t (n int)',
      'create table bi.t (n int)',
      'create schema mine',
    ])
      expect(await failure(analyst, `rollback; begin read write; ${statement}`), statement).toBe('42501')
    await analyst.query('rollback')
    for (const role of ['clientele_cube', 'clientele_pii', 'clientele_bi_pii', 'clientele'])
      expect(await failure(analyst, `set role ${role}`), role).toBe('42501')
  })

  test('has limits on its sessions', async () => {
    const show = async (name: string) => Object.values((await analyst.query(`show ${name}`)).rows[0] ?? {})
    expect(await show('default_transaction_read_only')).toEqual(['on'])
    expect(await show('statement_timeout')).toEqual(['5min'])
    expect(await show('idle_in_transaction_session_timeout')).toEqual(['5min'])
    const { rows } = await db.pool.query('select rolconnlimit, rolsuper from pg_roles where rolname = $1', [
      ann,
    ])
    expect(rows).toEqual([{ rolconnlimit: 20, rolsuper: false }])
  })

  test('sees personal data only in the group pii', async () => {
    expect(await failure(analyst, 'select email from customer_360')).toBe('42703')
    const { rows } = await pii.query(
      'select email, measure(customer_count) from customer_360 group by 1 limit 1',
    )
    expect(rows[0]?.email).toMatch(/@/)
    const hidden = await db.pool.query<{ name: string }>(
      `select concat(table_name, '.', column_name) as name from information_schema.columns where table_schema = 'bi_pii'
       except select concat(table_name, '.', column_name) from information_schema.columns where table_schema = 'bi'
       order by 1`,
    )
    const names =
      'birth_date city email emails family_name full_name given_name house_number phone phones postcode'
    const customers = `${names} region street unit`.split(' ').map((name) => `customer_360.${name}`)
    const agents = ['service', 'service_backlog', 'service_calls', 'service_surveys'].map(
      (view) => `${view}.agent_name`,
    )
    expect(hidden.rows.map(({ name }) => name).sort()).toEqual([
      ...customers,
      'data_quality_not_understood.example',
      'identity_golden_record.value',
      ...agents,
    ])
  })

  test('reads the views of its groups and no others', async () => {
    await addLogin(db.pool, eva, password, ['agent'])
    const agent = await connect(eva)
    const { rows } = await agent.query(
      'select full_name, phone from customer_360 where phone is not null limit 1',
    )
    expect(rows).toHaveLength(1)
    expect(await failure(agent, 'select birth_date from customer_360')).toBe('42703')
    for (const view of ['segments', 'identity_match_models', 'bi.customer_360', 'bi_pii.customer_360'])
      expect(await failure(agent, `select from ${view}`), view).toBe('42501')
    await agent.end()
    await addLogin(db.pool, eva, password, ['executive', 'marketing'])
    const executive = await connect(eva)
    await executive.query('select measure(net_revenue) from orders')
    for (const view of ['identity_match_models', 'bi_agent.customer_360'])
      expect(await failure(executive, `select from ${view}`), view).toBe('42501')
    expect(await failure(executive, 'select full_name from customer_360')).toBe('42703')
    await executive.end()
  })
})

describe('a reader of some markets', () => {
  let some: pg.Client
  beforeAll(async () => {
    await addSqlUser(db.pool, max, password, ['analyst'], ['France', 'Other'])
    await addLogin(db.pool, max, password, ['analyst'], true)
    some = await connect(max)
  })
  afterAll(() => some?.end())

  test('sees their rows in every view that has a market, and no other view', async () => {
    const { rows } = await some.query<{ view: string }>(
      `select relname as view from pg_class
       where relkind = 'v' and relnamespace = 'bi_markets'::regnamespace and has_table_privilege(oid, 'select')`,
    )
    const { rows: withMarket } = await db.pool.query<{ view: string }>(
      `select table_name as view from information_schema.columns
       where table_schema = 'bi' and column_name = 'market' order by 1`,
    )
    const views = rows.map(({ view }) => view).sort()
    expect(views).toEqual(withMarket.map(({ view }) => view))
    expect(views).toEqual(expect.arrayContaining(['lifetime_value', 'orders', 'products']))
    for (const view of views) {
      const own = await some.query(
        `select market, count(*), measure(count) from ${view} group by 1 order by 1`,
      )
      const all = await analyst.query(
        `select market, count(*), measure(count) from ${view} where market in ('France', 'Other') group by 1 order by 1`,
      )
      expect(own.rows, view).toEqual(all.rows)
      expect(own.rows.length, view).toBeGreaterThan(0)
      expect(await failure(some, `select from bi.${view}`), view).toBe('42501')
    }
    expect(await failure(some, 'select from data_quality')).toBe('42501')
  })

  test.each([
    `set role clientele_bi_analyst`,
    `set session authorization ${ann}`,
    `set default_transaction_read_only = off; update ops.sql_users set markets = null`,
    `select from ops.markets_of_reader`,
    `rollback; begin read write; create function pg_temp.f(text) returns boolean language sql return true`,
  ])('gets no further by: %s', async (statement) => {
    expect(await failure(some, statement)).toBe('42501')
    await some.query('rollback; reset all').catch(() => {})
  })

  test('learns nothing of other rows from an error', async () => {
    // it fails for a row of another market, which the filter must have removed before
    const spy = `select count(*) from orders where 1 / (case when market = 'United Kingdom' then 0 else 1 end) = 1`
    expect(await failure(some, spy)).toBe('no failure')
    expect(await failure(analyst, spy)).toBe('22012')
  })

  test('is read by one hash of the markets, not row by row', async () => {
    const { rows } = await some.query<{ 'QUERY PLAN': string }>(
      'explain select measure(net_revenue) from orders',
    )
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toMatch(/hashed SubPlan|Hash (Semi )?Join/)
  })

  test('sees all again once all markets are given, and nothing once disabled', async () => {
    expect(await addSqlUser(db.pool, max, password, ['analyst'])).toEqual(['France', 'Other'])
    await db.pool.query('update ops.sql_users set disabled_at = now() where user_name = $1', [max])
    const { rows } = await some.query('select from orders limit 1')
    expect(rows).toEqual([])
    expect(await addSqlUser(db.pool, max, password, ['analyst'], null)).toBeNull()
    await addLogin(db.pool, max, password, ['analyst'], false)
    const again = await connect(max)
    const all = 'select measure(count) as n from orders'
    expect((await again.query(all)).rows).toEqual((await analyst.query(all)).rows)
    expect(await failure(again, 'select from bi_markets.orders')).toBe('42501')
    await again.end()
  })
})

describe('a client', () => {
  test.each(conversations)('$client', async ({ statements, refused = [], shows }) => {
    const session = await connect(ann)
    let answer: pg.QueryResult | undefined
    for (const statement of statements) {
      if (refused.includes(statement)) expect(await failure(session, statement)).toBe('25006')
      else answer = await session.query(statement)
    }
    expect(JSON.stringify(answer?.rows)).toContain(shows)
    await session.end()
  })

  test('prepares statements, which outlive a new schema', async () => {
    const session = await connect(ann)
    const ask = () =>
      session.query({
        name: 'by country',
        text: 'select measure(net_revenue) as net from orders where country = $1',
        values: ['France'],
      })
    const before = await ask()
    await db.pool.query('update ops.bi set made_hash = null')
    await requestBi(db.pool, root)
    expect((await ask()).rows).toEqual(before.rows)
    await session.end()
  })
})

describe('a login', () => {
  test('ends with its sessions, and comes back with a new password', async () => {
    await addLogin(db.pool, gone, password, ['analyst'])
    const session = await connect(gone)
    const ended = new Promise((resolve) => session.once('end', () => resolve(true)))
    await disableLogin(db.pool, gone)
    expect(await ended).toBe(true)
    await expect(connect(gone)).rejects.toMatchObject({ code: '28000' })
    await addLogin(db.pool, gone, 'another one of hers', ['analyst'])
    await (await connect(gone, 'another one of hers')).end()
    await expect(connect(gone)).rejects.toMatchObject({ code: '28P01' })
    await removeLogin(db.pool, gone)
    const { rows } = await db.pool.query('select from pg_roles where rolname = $1', [gone])
    expect(rows).toEqual([])
  })

  test('never takes over a role that was not made for it', async () => {
    const { rows } = await db.pool.query<{ name: string }>('select current_user as name')
    const taken = [
      rows[0]?.name ?? '',
      'clientele_reader',
      'clientele_bi_analyst',
      'pg_monitor',
      'public',
      'none',
    ]
    for (const name of taken) {
      const change = addLogin(db.pool, name, password, ['analyst'])
      await expect(change, name).rejects.toMatchObject({ code: 'user-invalid' })
    }
  })
})

test('an owner who may not create logins is refused before a user is stored', async () => {
  const owner = `owner_${suffix}`
  await db.pool.query(`create role ${owner} login password '${password}'`)
  const url = new URL(db.url)
  url.username = owner
  url.password = password
  const pool = new pg.Pool({ connectionString: url.href, max: 1 })
  try {
    await expect(requireUsable(pool, gone)).rejects.toMatchObject({ code: 'logins-not-allowed' })
    await db.pool.query(`alter role ${owner} createrole`)
    await expect(requireUsable(pool, gone)).resolves.toBeUndefined()
  } finally {
    await pool.end()
    await db.pool.query(`drop role ${owner}`)
  }
})

describe('the schema is made again', () => {
  const publish = async () => {
    const dependents = await biDependents(db.pool, root)
    const client = await db.pool.connect()
    await client.query('begin')
    return { client, dependents }
  }

  test('in the transaction that changes the relations it reads', async () => {
    const { client, dependents } = await publish()
    await dependents?.release(client)
    await client.query(`
      alter table warehouse.fct_orders rename to fct_orders_before;
      create table warehouse.fct_orders as select * from warehouse.fct_orders_before where country = 'France';
      drop table warehouse.fct_orders_before`)
    expect(await dependents?.restore(client)).toBeNull()
    await client.query('commit')
    client.release()
    const { rows } = await analyst.query('select distinct country from orders')
    expect(rows).toEqual([{ country: 'France' }])
  })

  test('without its views of a relation that is gone, and says so', async () => {
    const { client, dependents } = await publish()
    await dependents?.release(client)
    await client.query('drop table marts.mart_cluster_size')
    expect(await dependents?.restore(client)).toBeNull()
    await client.query('commit')
    client.release()
    const { leftOut } = await requestBi(db.pool, root)
    expect(leftOut.find(({ view }) => view === 'identity_sizes')?.reason).toContain('mart_cluster_size')
    expect(await failure(analyst, 'select from identity_sizes')).toBe('42P01')
    await analyst.query('select measure(order_count) from orders')
  })

  test('while somebody reads it, and the schema of before goes when nobody does', async () => {
    await analyst.query('begin; select from orders limit 1')
    await db.pool.query('update ops.bi set made_hash = null')
    expect((await requestBi(db.pool, root)).problem).toBeNull()
    const before = `select nspname from pg_namespace where nspname like 'bi%until%'`
    const made = `select nspname from pg_namespace where nspname = any($1)`
    const { rows } = await db.pool.query(made, [biSchemas])
    expect(rows.length).toBeGreaterThan(2)
    expect((await db.pool.query(before)).rows).toHaveLength(rows.length)
    await analyst.query('select measure(order_count) from orders')
    await analyst.query('rollback')
    await db.pool.query('update ops.bi set made_hash = null')
    await requestBi(db.pool, root)
    expect((await db.pool.query(before)).rows).toEqual([])
  })
})

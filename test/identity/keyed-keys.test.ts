import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import fc from 'fast-check'
import knex from 'knex'
import type { Pool } from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { Transform } from '#engine'
import { build } from '../../engine/build/build.ts'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { Graph } from '../../engine/graph/graph.ts'
import { isoDay, today } from '../../seeds/sample/calendar.ts'
import { knexConfig } from '../../services/postgres/migrate.ts'
import { decide } from '../../stewardship/decisions.ts'
import { identity_cluster } from '../../transforms/identity/identity_cluster.ts'
import { rotateKeys } from '../../transforms/identity/ledger/rotate-keys.ts'
import { map_identity } from '../../transforms/identity/map_identity.ts'
import { loyalty } from '../../transforms/sources/loyalty/loyalty.ts'
import { stewardship } from '../../transforms/sources/stewardship/stewardship.ts'
import { stg_loyalty__members } from '../../transforms/staging/loyalty/stg_loyalty__members.ts'
import { stg_stewardship__decisions } from '../../transforms/staging/stewardship/stg_stewardship__decisions.ts'
import { startTestCube } from '../cube/running.ts'
import { cloneDatabase, useDatabase } from '../harness/database.ts'
import { land } from '../sources/staged.ts'

const db = useDatabase('sample')
let warehouse: Awaited<ReturnType<typeof loadWarehouse>>
beforeAll(async () => {
  const declared = await loadWarehouse(join(import.meta.dirname, '../../transforms'))
  warehouse = { ...declared, asOf: () => isoDay(today) }
  await db.pool.query(guesses)
  await db.pool.query('create index on public.guess (value); grant select on public.guess to public')
  await db.pool.query('analyze public.guess')
})

const ring = '(select pads from ops.key_ring)'

test('a key is HMAC-SHA256 of the key without a secret, with each secret in turn', async () => {
  const { rows: secrets } = await db.pool.query<{ secret: Buffer }>(
    'select secret from ops.key_secret order by secret_id',
  )
  const { rows } = await db.pool.query<{ plain: string; keyed: string }>(
    `select plain, ops.keyed(plain, ${ring}) as keyed
     from (select ops.key_of('calls', 'caller', n::text) as plain from generate_series(1, 100) n) made`,
  )
  for (const { plain, keyed } of rows) {
    const message = Buffer.alloc(8)
    message.writeBigInt64BE(BigInt(plain))
    const made = secrets.reduce(
      (key, { secret }) => createHmac('sha256', secret).update(key).digest().subarray(0, 8),
      message,
    )
    expect(keyed).toBe(String(made.readBigInt64BE()))
  }
  expect((await db.pool.query(`select ops.keyed(null, ${ring}) as key`)).rows).toEqual([{ key: null }])
  await expect(db.pool.query('select ops.keyed(1, null)')).rejects.toThrow('ops.key_secret has no secret')
})

test('different natural keys never look the same to a key', async () => {
  const part = fc.string({ unit: fc.constantFrom('a', '0', '1', '\u001b', '\u001f'), maxLength: 4 })
  const parts = fc.array(part, { minLength: 2, maxLength: 5 })
  const naturalKeys = fc.sample(parts, 400)
  const calls = naturalKeys.map((key) => `ops.key_of(${key.map((text) => `e'${escaped(text)}'`).join(', ')})`)
  const { rows } = await db.pool.query<{ keys: string[] }>(`select array[${calls.join(',')}] as keys`)
  const byKey = Map.groupBy(naturalKeys, (_, i) => rows[0]?.keys[i])
  for (const same of byKey.values()) expect(new Set(same.map((key) => JSON.stringify(key))).size).toBe(1)
})

function escaped(text: string): string {
  return text.replaceAll('\u001b', '\\x1b').replaceAll('\u001f', '\\x1f')
}

test('the secrets, and how keys are made, are out of the reach of readers', async () => {
  const { rows } = await db.pool.query<{ name: string; readers: string[] }>(
    `with role as (
       select oid, rolname from pg_roles where rolname in ('clientele_reader', 'clientele_pii', 'clientele_cube')
       union all select 0, 'public'
     ), thing as (
       select oid, 'function ' || oid::regprocedure as name, null::oid as relation
       from pg_proc
       where pronamespace::regnamespace::text in ('ops', 'matching', 'raw', 'build', 'locks')
       union all
       select oid, 'table ' || oid::regclass, oid
       from pg_class
       where relnamespace::regnamespace::text in ('ops', 'matching', 'raw', 'build', 'locks') and relkind in ('r', 'v', 'm', 'p')
     )
     select name, array_agg(rolname::text order by rolname) as readers
     from thing cross join role
     where case
       when role.oid = 0 then relation is null and exists (
         select from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
         where p.oid = thing.oid and a.grantee = 0)
       when relation is null then has_function_privilege(role.oid, thing.oid, 'execute')
       else has_any_column_privilege(role.oid, relation, 'select, insert, update, references')
     end
     group by name order by name`,
  )
  const everybody = ['clientele_cube', 'clientele_pii', 'clientele_reader']
  expect(rows).toEqual([
    // adds to the audit log, and reads nothing
    { name: 'function ops.record_cube_read(text,text[],text[],bigint[])', readers: ['clientele_cube'] },
    { name: 'function ops.resolve_customer_key(bigint)', readers: everybody },
    // says yes, or that a transaction is too old to see a run
    { name: 'function ops.sees_run(bigint)', readers: [...everybody, 'public'] },
    // sums of what they are given
    ...['first', 'last'].flatMap((end) =>
      [
        `sum_on_${end}_day(numeric,date)`,
        `sum_on_${end}_day_merge(numeric[],numeric[])`,
        `sum_on_${end}_day_result(numeric[])`,
        `sum_on_${end}_day_step(numeric[],numeric,date)`,
      ].map((name) => ({ name: `function ops.${name}`, readers: [...everybody, 'public'] })),
    ),
    // what is built of what, and what tests found, without the rows that failed
    { name: 'table ops.catalogue', readers: everybody },
    { name: 'table ops.catalogue_columns', readers: everybody },
    { name: 'table ops.catalogue_reads', readers: everybody },
    { name: 'table ops.last_tests', readers: everybody },
    // estimates of models, about groups of customers
    { name: 'table ops.model_current', readers: everybody },
    { name: 'table ops.model_registry', readers: everybody },
    { name: 'table ops.publications', readers: everybody },
    // how many records wait in quarantine and why, without the records
    { name: 'table ops.quarantined', readers: everybody },
    // keys of customers, as in every mart
    { name: 'table ops.segment_current', readers: everybody },
    { name: 'table ops.segment_flow', readers: everybody },
    { name: 'table ops.segment_movement', readers: everybody },
    { name: 'table ops.source_freshness', readers: everybody },
  ])
})

test('who may read only masked views cannot find a person by a telephone number or an address', async () => {
  const client = await db.pool.connect()
  try {
    await client.query('set role clientele_reader')
    const { rows: views } = await client.query<{ view: string }>(
      `select oid::regclass::text as view from pg_class
       where relkind in ('r', 'v', 'm', 'p') and relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
         and has_schema_privilege(relnamespace, 'usage') and has_any_column_privilege(oid, 'select')
         and oid <> 'public.guess'::regclass`,
    )
    expect(views.length).toBeGreaterThan(70)
    const found: unknown[] = []
    for (const { view } of views) {
      const { rows } = await client.query(
        `select distinct on (shown.key, guess.recipe) '${view}' as view, shown.key, guess.recipe, guess.value
         from ${view} seen
         cross join lateral jsonb_each_text(to_jsonb(seen)) shown
         cross join lateral (
           select shown.value as part
           union all
           select lower(address[1]) from regexp_matches(shown.value, '[^\\s:;,<>"/=]+@[^\\s:;,<>"/=]+', 'g') address
           where strpos(shown.value, '@') > 0
         ) parts
         join public.guess on guess.value = parts.part`,
      )
      found.push(...rows)
    }
    expect(found).toEqual([])
    await client.query('set role clientele_pii')
    const { rows: clear } = await client.query(
      'select count(email)::int > 100 as emails, count(phone)::int > 50 as phones from pii.stg_shopify__customers',
    )
    expect(clear).toEqual([{ emails: true, phones: true }])
  } finally {
    await client.query('reset role')
    client.release()
  }
})

test('nor can an analyst who asks Cube', async () => {
  const cube = await startTestCube(db.url)
  try {
    const { body } = await cube.get('/v1/meta', ['analyst'])
    const { cubes } = z.object({ cubes: z.array(view) }).parse(body)
    const shown = new Map<string, Set<string>>()
    for (const { dimensions } of cubes) {
      const texts = dimensions.filter(({ type }) => type === 'string').map(({ name }) => name)
      if (texts.length === 0) continue
      for (const row of await cube.rows({ dimensions: texts, limit: 50_000 }))
        for (const [member, value] of Object.entries(row))
          shown.set(member, (shown.get(member) ?? new Set()).add(String(value)))
    }
    expect(shown.size).toBeGreaterThan(50)
    expect(shown.get('orders.record_key')?.size).toBeGreaterThan(100)
    for (const [member, values] of shown) {
      const { rows } = await db.pool.query(
        'select recipe, value from public.guess where value = any ($1) limit 1',
        [[...values]],
      )
      expect([member, rows]).toEqual([member, []])
    }
  } finally {
    await cube.stop()
  }
})

const view = z.object({ dimensions: z.array(z.object({ name: z.string(), type: z.string() })) })

/** What somebody who knows the telephone numbers, addresses and ids of people can compute with the recipes of keys. */
const guesses = `
  create table public.guess as
  with profiles as (
    select source, record_kind, record_id, email, phone from (
      select source, record_kind, record_id, email, phone from pii.stg_shopify__customers
      union all select source, record_kind, record_id, email, phone from pii.stg_calls__callers
      union all select source, record_kind, record_id, email, phone from pii.stg_stripe__payers
      union all select source, record_kind, record_id, email, phone from pii.stg_shopify__guests
      union all select source, record_kind, record_id, email, phone from pii.stg_segment__people
      union all select source, record_kind, record_id, email, phone from pii.stg_typeform__respondents
      union all select source, record_kind, record_id, email, phone from pii.stg_klaviyo__profiles
    ) every_profile
  ), person as (
    select email as known from profiles where email is not null
    union select phone from profiles where phone is not null
    union select 'tel:' || phone from profiles where phone is not null
    union select phone from pii.stg_calls__conversations where phone is not null
    union select value from pii.over_shared_identifier
  ), kind as (
    select distinct source, record_kind from profiles
    union values ('stripe', 'guest'), ('square', 'guest'), ('twilio', 'caller'), ('delighted', 'person'), ('shipstation', 'recipient')
  ), plain as (
    select 'key of ' || source || ' ' || record_kind as recipe, ops.key_of(source, record_kind, known) as key
    from person cross join kind
    union all
    select 'key of the id in ' || source, ops.key_of(source, record_kind, record_id) from profiles
    union all
    select 'hash ' || seed, hashtextextended(known, seed) from person cross join generate_series(0, 20) seed
    union all
    select 'first bits of md5', ('x' || substr(md5(known), 1, 16))::bit(64)::bigint from person
    union all
    select 'first bits of sha256', ('x' || substr(encode(sha256(convert_to(known, 'UTF8')), 'hex'), 1, 16))::bit(64)::bigint
    from person
  ), chained as (
    select recipe, key from plain
    union all
    select 'keyed without a secret: ' || recipe, ops.keyed(key, array[ops.hmac_pad('', 54), ops.hmac_pad('', 92)]) from plain
  )
  select recipe, key::text as value from chained
  union all
  select 'customer founded by ' || recipe,
    (ops.key_of('person', key::text, number::text) & 9223372036854775807)::text
  from chained cross join generate_series(0, 1) number
  union all
  select 'clear', known from person
  union all
  select 'md5', md5(known) from person
  union all
  select 'sha256', encode(sha256(convert_to(known, 'UTF8')), 'hex') from person`

test('when keys are rotated, records get new keys, and customers and decisions stay', async () => {
  const newest = async () => (await db.pool.query('select max(model_id) from ops.identity_model')).rows
  const before = await customersByName(db.pool)
  const [one, other] = [...before.values()].filter(({ records }) => records === 1)
  if (!one || !other) throw new Error('The sample company has no two customers with one record.')
  const verdict = { a: one.record_key, b: other.record_key, verdict: 'same' as const }
  await decide(db.pool, [verdict], { command: 'link', by: 'ann' })
  const model = await newest()

  await rotateKeys(db.pool)
  await build(db.pool, warehouse, { jobs: 2 })
  const after = await customersByName(db.pool)
  expect(after.get(one.name)).toMatchObject({ records: 2 })
  expect(after.get(other.name)?.customer_key).toBe(after.get(one.name)?.customer_key)
  for (const { name } of [one, other]) {
    before.delete(name)
    after.delete(name)
  }
  expectKept(before, after)
  expect(await newest()).toEqual(model)
})

test('the migration changes the keys of records in the ledger, and no customer', async () => {
  const old = await cloneDatabase('migrated')
  const migrations = knex(knexConfig(old.url))
  const name = '20261126000100_keyed_record_keys.ts'
  const transforms = [stg_loyalty__members, stg_stewardship__decisions, identity_cluster, map_identity]
  const members = {
    entities: new Map([loyalty.members, stewardship.decisions].map((entity) => [entity.entity, entity])),
    graph: new Graph(transforms),
  }
  try {
    await migrations.migrate.down({ name })
    await old.pool.query(withoutSecrets)
    await land(old.pool, loyalty.members, ['Ada', 'Grace', 'Mary'].map(memberNamed))
    await build(old.pool, members, { jobs: 1 })
    const [ada, grace] = [...(await customersByName(old.pool, transforms)).values()]
    if (!ada || !grace) throw new Error('The members were not built.')
    const verdict = { a: ada.record_key, b: grace.record_key, verdict: 'same' as const }
    await decide(old.pool, [verdict], { command: 'link', by: 'ann' })
    await build(old.pool, members, { jobs: 1 })
    const before = await customersByName(old.pool, transforms)
    expect([...before.values()].map(({ records }) => records)).toEqual([2, 2, 1])
    const { rows } = await old.pool.query(
      `select ops.key_of('loyalty', 'member', 'M-Ada') as key_without_a_secret`,
    )
    expect(rows).toEqual([{ key_without_a_secret: ada.record_key }])

    await old.pool.query(withoutStubs)
    await migrations.migrate.up({ name })
    await build(old.pool, members, { jobs: 1 })
    expectKept(before, await customersByName(old.pool, transforms))
    expect((await old.pool.query('select distinct event from ops.identity_ledger')).rows).toHaveLength(3)
    await migrations.migrate.down({ name })
    const { rows: back } = await old.pool.query(
      'select record_key from ops.identity_current order by record_key::text',
    )
    expect(back.map(({ record_key }) => record_key)).toEqual(
      [...before.values()].map(({ record_key }) => record_key).sort(),
    )
  } finally {
    await migrations.destroy()
    await old.drop()
  }
})

const withoutSecrets = `
  create table ops.key_secret (secret_id integer);
  create table ops.former_record_key (former_record_key bigint, record_key bigint);
  create view ops.key_ring as select null::bytea[] as pads;
  create function ops.keyed(key bigint, pads bytea[]) returns bigint language sql return key`
const withoutStubs = `
  drop table ops.key_secret, ops.former_record_key;
  drop view ops.key_ring;
  drop function ops.keyed(bigint, bytea[])`

function memberNamed(given_name: string) {
  return {
    member_id: `M-${given_name}`,
    joined_at: '2025-01-05T10:00:00Z',
    updated_at: '2026-01-05T10:00:00Z',
    tier: 'silver',
    given_name,
    family_name: `Of ${given_name}`,
    email: `${given_name}@example.com`,
  }
}

/** Every record has another key, and the customer that it had. */
function expectKept(before: People, after: People) {
  expect([...after.keys()]).toEqual([...before.keys()])
  const sameRecord = [...after].filter(
    ([name, { record_key }]) => before.get(name)?.record_key === record_key,
  )
  expect(sameRecord).toEqual([])
  const moved = [...after].filter(
    ([name, { customer_key }]) => before.get(name)?.customer_key !== customer_key,
  )
  expect(moved).toEqual([])
}

type People = Awaited<ReturnType<typeof customersByName>>

/** The customer of each record, by the name that its source gives the record. */
async function customersByName(pool: Pool, transforms: readonly Transform[] = warehouse.graph.transforms) {
  const profiles = transforms.filter(({ conformsTo }) => conformsTo?.name === 'profile')
  const { rows } = await pool.query<{
    name: string
    record_key: string
    customer_key: string
    records: number
  }>(
    `select concat_ws('/', p.source, record_kind, record_id) as name, record_key, customer_key,
       (count(*) over (partition by customer_key))::int as records
     from (${profiles
       .map(({ shortName }) => `select source, record_kind, record_id, record_key from pii.${shortName}`)
       .join(' union all ')}) p
     join identity.map_identity using (record_key)
     order by name`,
  )
  expect(rows.length).toBeGreaterThan(1)
  return new Map(rows.map((row) => [row.name, row]))
}

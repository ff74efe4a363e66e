import pg from 'pg'
import type { Column, Transform } from '#engine'
import { applyConstraints, createIndexes } from '../../engine/build/constraints.ts'
import { backendName } from '../../engine/build/lock.ts'
import { makeViews, viewsOf } from '../../engine/build/views.ts'
import { mart_cart } from '../../transforms/marts/mart_cart.ts'
import { mart_churn_risk } from '../../transforms/marts/mart_churn_risk.ts'
import { mart_customer_360 } from '../../transforms/marts/mart_customer_360.ts'
import { mart_customer_health } from '../../transforms/marts/mart_customer_health.ts'
import { mart_customer_health_part } from '../../transforms/marts/mart_customer_health_part.ts'
import { mart_next_best_product } from '../../transforms/marts/mart_next_best_product.ts'
import { mart_segment } from '../../transforms/marts/mart_segment.ts'
import { mart_segment_membership } from '../../transforms/marts/mart_segment_membership.ts'
import { bdg_customer_attribute } from '../../transforms/warehouse/bdg_customer_attribute.ts'
import { bdg_customer_identifier } from '../../transforms/warehouse/bdg_customer_identifier.ts'
import { bdg_household } from '../../transforms/warehouse/bdg_household.ts'
import { dim_customer } from '../../transforms/warehouse/dim_customer.ts'
import { fct_consents } from '../../transforms/warehouse/fct_consents.ts'
import { fct_orders } from '../../transforms/warehouse/fct_orders.ts'
import { fct_support_cases } from '../../transforms/warehouse/fct_support_cases.ts'
import { fct_touchpoints } from '../../transforms/warehouse/fct_touchpoints.ts'

/*
 * What profiles are read from, published as a build does it: a table in `build` with the indexes of its contract, and views
 * on it. The rows are made by SQL, in the numbers that a company has. `c` is the number of a customer and `i` that of a row
 * of theirs.
 */

type Made = {
  readonly transform: Transform
  /** How many customers in a hundred have rows. */
  readonly share: number
  /** How many rows each of them has. */
  readonly rows: number
  readonly values: Readonly<Record<string, string>>
}

/** Spread over all of bigint, as keys are. */
const key = (of: string) => `hashint8extended(${of}::bigint, 0)`
const email = `'customer' || c || '@mail' || c % 50 || '.example'`
const phone = `'+49151' || lpad((c * 7919 % 100000000)::text, 8, '0')`

const made: readonly Made[] = [
  {
    transform: dim_customer,
    share: 100,
    rows: 1,
    values: {
      full_name: "given_name.word || ' ' || family_name.word",
      given_name: 'given_name.word',
      family_name: 'family_name.word',
      email,
      emails: `array[${email}]`,
      phone,
      phones: `array[${phone}]`,
      is_known: 'true',
    },
  },
  {
    transform: bdg_customer_attribute,
    share: 100,
    rows: 5,
    values: {
      attribute: `(array['name', 'email', 'phone', 'address', 'country'])[i]`,
      value_rank: '1',
      value: `'value ' || c || ' ' || i`,
      is_chosen: 'true',
    },
  },
  {
    transform: bdg_customer_identifier,
    share: 100,
    rows: 5,
    values: {
      identifier_type: `(array['email', 'phone', 'shopify customer', 'hubspot contact', 'klaviyo profile'])[i]`,
      identifier_rank: '1',
      identifier: `(array[${email}, ${phone}, (7000000000000 + c)::text, (300000000 + c)::text, md5(c::text)])[i]`,
    },
  },
  { transform: mart_customer_360, share: 100, rows: 1, values: {} },
  {
    transform: mart_segment_membership,
    share: 100,
    rows: 2,
    values: { segment_name: `'segment ' || (c + i * 5) % 12` },
  },
  { transform: mart_customer_health, share: 70, rows: 1, values: {} },
  {
    transform: mart_customer_health_part,
    share: 70,
    rows: 4,
    values: { part: `(array['rhythm', 'value', 'service', 'voice'])[i]` },
  },
  { transform: mart_churn_risk, share: 70, rows: 1, values: {} },
  { transform: mart_next_best_product, share: 70, rows: 3, values: { suggestion_rank: 'i' } },
  { transform: mart_cart, share: 30, rows: 1, values: { cart_key: key('c') } },
  { transform: fct_support_cases, share: 20, rows: 1, values: { case_key: key('c') } },
  {
    transform: fct_consents,
    share: 100,
    rows: 2,
    values: {
      consent_key: key('c * 2 + i'),
      purpose: `(array['email_marketing', 'profiling'])[i]`,
      is_current: 'true',
    },
  },
  { transform: bdg_household, share: 40, rows: 1, values: { household_key: 'c / 5' } },
  {
    transform: fct_orders,
    share: 100,
    rows: 3,
    values: { order_key: key('c * 3 + i'), order_id: '(1000000 + c * 3 + i)::text' },
  },
  { transform: fct_touchpoints, share: 100, rows: 6, values: { touchpoint_key: key('c * 6 + i') } },
]

/** Relations that a daily build makes again for nearly all customers. */
const rebuilt: readonly Transform[] = [dim_customer, mart_customer_360, mart_churn_risk, mart_customer_health]

export async function makeProfiles(pool: pg.Pool, customers: number): Promise<void> {
  await makeWords(pool, 'given_name', 3_000, 2)
  await makeWords(pool, 'family_name', 60_000, 3)
  for (const one of made) await fill(pool, one, customers)
  await fill(
    pool,
    { transform: mart_segment, share: 100, rows: 1, values: { segment_name: `'segment ' || c` } },
    12,
  )
  await pool.query(
    `insert into ops.segment_movement (run_id, as_of_date, segment_name, customer_key, movement, because)
     select 1, date '2026-10-31', segment_name, customer_key, 'entered', 'rule' from marts.mart_segment_membership`,
  )
  await pool.query(`insert into ops.runs (status, finished_at) values ('published', clock_timestamp())`)
  await pool.query('vacuum analyze')
}

/** Words as unevenly used as names are, so that some are very frequent and most are rare. */
async function makeWords(pool: pg.Pool, table: string, count: number, syllables: number): Promise<void> {
  const starts = [
    'b',
    'ch',
    'd',
    'f',
    'g',
    'h',
    'j',
    'k',
    'l',
    'm',
    'n',
    'p',
    'r',
    's',
    'sh',
    't',
    'v',
    'w',
    'br',
    'st',
  ]
  const middles = ['a', 'e', 'i', 'o', 'u', 'ai', 'ee']
  const ends = ['', 'n', 'r', 's', 'l', 'ck', 'tt']
  const syllable = (seed: number) =>
    [starts, middles, ends].map((list, i) => list[Math.floor(seed / 7 ** i) % list.length] ?? '').join('')
  const words = Array.from({ length: count }, (_, i) => {
    const text = Array.from({ length: syllables }, (_, s) =>
      syllable((i + 1) * (7919 + 104_729 * s) + s * 31),
    ).join('')
    return text.charAt(0).toUpperCase() + text.slice(1)
  })
  await pool.query(`create unlogged table ${table} (n integer primary key, word text)`)
  await pool.query(
    `insert into ${table} select n - 1, word from unnest($1::text[]) with ordinality as given(word, n)`,
    [words],
  )
}

async function fill(
  pool: pg.Pool,
  { transform, share, rows, values }: Made,
  customers: number,
): Promise<void> {
  const table = `build.${transform.shortName}_0`
  const ddl = Object.entries(transform.columns).map(([name, { pgType }]) => `${name} ${pgType}`)
  const selected = Object.entries(transform.columns).map(
    ([name, column]) => values[name] ?? usual(name, column),
  )
  const names =
    transform === dim_customer
      ? `join given_name on given_name.n = floor(power((hashint8(c) & 65535) / 65536.0, 3) * 3000)
         join family_name on family_name.n = floor(power((hashint8(c * 31) & 65535) / 65536.0, 3) * 60000)`
      : ''
  await pool.query(`
    create unlogged table ${table} (${ddl.join(', ')});
    insert into ${table}
    select ${selected.join(', ')}
    from generate_series(1::bigint, ${customers}) as c cross join generate_series(1, ${rows}) as i ${names}
    where c % 100 < ${share}`)
  await withClient(pool, (client) => prepare(client, transform, table))
  await withClient(pool, (client) => show(client, [transform], 0))
}

async function prepare(client: pg.PoolClient, transform: Transform, table: string): Promise<void> {
  await createIndexes(client, transform, table)
  await applyConstraints(client, transform, table)
  await client.query(`analyze ${table}`)
}

function show(client: pg.PoolClient, transforms: readonly Transform[], number: number): Promise<void> {
  return makeViews(
    client,
    transforms.flatMap((transform) =>
      viewsOf(transform).map((view) => ({
        transform,
        view,
        physicalName: `${transform.shortName}_${number}`,
        guard: null,
        isDescribed: number > 0,
      })),
    ),
  )
}

/** What a column holds that no figure depends on. */
function usual(name: string, { pgType, values }: Column): string {
  if (values)
    return `(array[${values.map((one) => pg.escapeLiteral(one)).join(', ')}])[1 + ((c + i) % ${values.length})::integer]`
  if (name === 'customer_key') return key('c')
  if (/market|country/.test(name)) return `'Market ' || c % 6`
  if (name === 'as_of_date') return `date '2026-10-31'`
  if (name === 'excluded_because') return 'null'
  switch (pgType) {
    case 'text':
      return `'${name.replaceAll('_', ' ')} ' || (c + i) % 10`
    case 'text[]':
      return `array['one', 'two']`
    case 'jsonb':
      return `'{}'`
    case 'boolean':
      return '(c + i) % 2 = 0'
    case 'date':
      return `date '2026-10-31' - ((c + i) % 900)::integer`
    case 'timestamp with time zone':
      return `timestamptz '2026-10-31' - ((c * 7 + i * 977) % 900000) * interval '1 minute'`
    case 'bigint':
      return 'c'
    case 'integer':
      return '((c + i) % 20)::integer'
    default:
      return '((c * 31 + i) % 100000) / 100.0'
  }
}

/**
 * Makes new tables aside, in sessions that are known as those of builds, and moves all views in one transaction, as a build does.
 * Returns when they are published.
 */
export async function publishAgain(pool: pg.Pool, number: number): Promise<void> {
  for (const transform of rebuilt) {
    const table = `build.${transform.shortName}_${number}`
    await withClient(pool, async (client) => {
      await client.query(`begin; set local application_name = '${backendName}'`)
      await client.query(
        `create unlogged table ${table} (like build.${transform.shortName}_0);
         insert into ${table} select * from build.${transform.shortName}_0`,
      )
      await prepare(client, transform, table)
      await client.query('commit')
    })
  }
  await withClient(pool, async (client) => {
    for (;;) {
      await client.query(`begin; set local lock_timeout = '100ms'`)
      try {
        await show(client, rebuilt, number)
        await client.query(
          `insert into ops.runs (status, finished_at) values ('published', clock_timestamp())`,
        )
        await client.query('commit')
        return
      } catch (error) {
        await client.query('rollback')
        if (!(error instanceof pg.DatabaseError && error.code === '55P03')) throw error
      }
    }
  })
  if (number === 1) return
  for (const { shortName } of rebuilt) await pool.query(`drop table build.${shortName}_${number - 1}`)
}

async function withClient(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect()
  try {
    await work(client)
  } finally {
    client.release()
  }
}

import { cloneDatabase } from '../harness/database.ts'
import { buildAll, loadInput, loadJson } from './field.ts'

/** What is loaded: a file of `inputs`, or records. */
export type Loaded = readonly [entity: string, what: string | readonly object[]]

/**
 * Loads this into an empty warehouse and builds it. Returns who is whom: the ids of the records of each customer, in
 * order, such as `['A1 A2', 'B1']`, and the same of the pairs in review.
 */
export async function peopleOf(
  ...loaded: readonly Loaded[]
): Promise<{ readonly people: readonly string[]; readonly review: readonly string[] }> {
  const db = await cloneDatabase('built')
  try {
    for (const [entity, what] of loaded)
      await (typeof what === 'string' ? loadInput(db.pool, entity, what) : loadJson(db.pool, entity, what))
    await buildAll(db.pool)
    const records = `(
      select r.record_key, customer_key, coalesce(i.record_id, r.record_key::text) as id
      from identity.map_identity r
      left join (${profiles}) i using (record_key)
    )`
    const people = await db.pool.query<{ ids: string }>(
      `select string_agg(id, ' ' order by id collate "C") as ids from ${records} r group by customer_key order by 1`,
    )
    const review = await db.pool.query<{ ids: string }>(
      `select least(a.id, b.id) || ' ' || greatest(a.id, b.id) as ids
       from identity.identity_review q
       join ${records} a on a.record_key = q.record_key_a
       join ${records} b on b.record_key = q.record_key_b
       order by 1`,
    )
    return { people: people.rows.map(({ ids }) => ids), review: review.rows.map(({ ids }) => ids) }
  } finally {
    await db.drop()
  }
}

const profiles = [
  'loyalty__members',
  'shopify__customers',
  'shopify__guests',
  'stripe__customers',
  'zendesk__users',
  'hubspot__contacts',
]
  .map((name) => `select record_key, record_id from pii.stg_${name}`)
  .join(' union all ')

import { ClienteleError } from '#engine'
import { currentDecisions } from './decisions.ts'
import { recordsOf } from './records.ts'
import type { StewardshipSession } from './session.ts'

/** Two customers who may be one person, represented by the pair of their records with the strongest evidence. */
export interface ReviewItem {
  /** Position in the queue, from 1. */
  readonly number: number
  readonly recordKeyA: string
  readonly recordKeyB: string
  readonly customerKeyA: string
  readonly customerKeyB: string
  readonly nameA: string | null
  readonly nameB: string | null
  readonly weight: number | null
  readonly probability: number | null
  readonly reason: string
  /** How many pairs of their records wait for review. */
  readonly pairCount: number
  /** The lifetime value of both together, in the reporting currency. */
  readonly lifetimeValueAmount: string
}

/**
 * The pairs of customers that wait for clerical review, most valuable first. Customers about whom a steward has
 * decided, even as unsure, are left out.
 */
export async function reviewQueue(
  session: StewardshipSession,
  { limit = 1000, reason }: { readonly limit?: number; readonly reason?: string | undefined } = {},
): Promise<{ readonly total: number; readonly items: readonly ReviewItem[] }> {
  const { rows } = await session.pool.query<
    Omit<ReviewItem, 'number' | 'nameA' | 'nameB'> & { number: string; total: string }
  >(
    `with decided as (
       select least(a.customer_key, b.customer_key) as one, greatest(a.customer_key, b.customer_key) as other
       from ${currentDecisions} d
       join identity.map_identity a on a.record_key = d.record_key_a
       join identity.map_identity b on b.record_key = d.record_key_b
     ), waiting as (
       select *, least(customer_key_a, customer_key_b) as one, greatest(customer_key_a, customer_key_b) as other
       from identity.identity_review where reason = coalesce($2, reason)
     ), question as (
       select distinct on (one, other) *, count(*) over (partition by one, other) as pair_count
       from waiting w
       where not exists (select from decided d where d.one = w.one and d.other = w.other)
       order by one, other, weight desc nulls last, record_key_a, record_key_b
     ), valued as (
       select q.*, coalesce(l.lifetime_value_amount, 0) + coalesce(r.lifetime_value_amount, 0) as amount
       from question q
       left join marts.mart_customer_ltv l on l.customer_key = q.one
       left join marts.mart_customer_ltv r on r.customer_key = q.other
     )
     select row_number() over (order by amount desc, weight desc nulls last, record_key_a, record_key_b) as number,
       count(*) over () as total, record_key_a as "recordKeyA", record_key_b as "recordKeyB",
       customer_key_a as "customerKeyA", customer_key_b as "customerKeyB", weight::float8 as weight,
       probability::float8 as probability, reason, pair_count::integer as "pairCount",
       amount::text as "lifetimeValueAmount"
     from valued order by 1 limit $1`,
    [limit, reason ?? null],
  )
  const records = await recordsOf(
    session,
    rows.flatMap((row) => [row.recordKeyA, row.recordKeyB]),
  )
  const names = new Map(records.map(({ recordKey, attributes }) => [recordKey, attributes.full_name ?? null]))
  const items = rows.map(({ total: _, number, ...row }) => ({
    number: Number(number),
    ...row,
    nameA: names.get(row.recordKeyA) ?? null,
    nameB: names.get(row.recordKeyB) ?? null,
  }))
  return { total: Number(rows[0]?.total ?? 0), items }
}

/** The item at a position in the queue. */
export async function reviewItemAt(
  session: StewardshipSession,
  number: number,
  { reason }: { readonly reason?: string | undefined } = {},
): Promise<ReviewItem> {
  const { total, items } = await reviewQueue(session, { limit: number, reason })
  const item = items.find((each) => each.number === number)
  if (item) return item
  throw new ClienteleError(
    'review-unknown',
    `The review queue has no number ${number}; it has ${total} in all. \`clientele identity review\` lists it.`,
    { number },
  )
}

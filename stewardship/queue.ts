import { ClienteleError } from '#engine'
import { itemsForReview } from './queries.ts'
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
  const rows = await itemsForReview.read(session.pool, { reason: reason ?? null, limit })
  const records = await recordsOf(
    session,
    rows.flatMap((row) => [row.record_key_a, row.record_key_b]),
  )
  const names = new Map(records.map(({ recordKey, attributes }) => [recordKey, attributes.full_name ?? null]))
  const items = rows.map((row) => ({
    number: Number(row.number),
    recordKeyA: row.record_key_a,
    recordKeyB: row.record_key_b,
    customerKeyA: row.customer_key_a,
    customerKeyB: row.customer_key_b,
    nameA: names.get(row.record_key_a) ?? null,
    nameB: names.get(row.record_key_b) ?? null,
    weight: row.weight === null ? null : Number(row.weight),
    probability: row.probability === null ? null : Number(row.probability),
    reason: row.reason,
    pairCount: Number(row.pair_count),
    lifetimeValueAmount: row.lifetime_value_amount,
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

import type { Pool } from 'pg'

export interface LeftOut {
  readonly reason: string
  readonly source: string
  readonly currency: string
  readonly orders: number
  readonly amount: string
}

/**
 * Orders that somebody may miss in the published figures: dated after the as-of day, or in a currency without a rate. Tests and
 * cancelled orders are left out too, and nobody misses them.
 */
export async function leftOut(pool: Pool): Promise<readonly LeftOut[]> {
  const published = await pool.query(`select to_regclass('marts.mart_left_out') as exists`)
  if (!published.rows[0]?.exists) return []
  const { rows } = await pool.query<LeftOut>(
    `select reason, source, currency, order_count as orders, original_amount::numeric(18,2)::text as amount
     from marts.mart_left_out
     where reason in ('future', 'currency')
     order by reason, source, currency`,
  )
  return rows
}

const reasons: Readonly<Record<string, string>> = {
  future: 'dated after the day as of which it is built',
  currency: 'in a currency without an exchange rate for their days; load rates.daily',
}

/** One line for each, empty if there are none. */
export function describeLeftOut(rows: readonly LeftOut[]): string[] {
  return rows.map(
    ({ reason, source, currency, orders, amount }) =>
      `Not in the figures: ${orders} ${orders === 1 ? 'order' : 'orders'} of ${source} (${amount} ${currency}), ${reasons[reason]}`,
  )
}

import type { Pool } from 'pg'
import { fitPurchases, fitSpend, type Histories } from '../../analytics/lifetime-value/index.ts'
import { day, season, today } from '../../seeds/sample/calendar.ts'
import { segments } from '../../seeds/sample/segments.ts'

/** An order of the sample company that no campaign caused, with the person who really placed it. */
interface Placed {
  readonly segment: string
  readonly person_id: string
  readonly ordered_at: Date
  readonly gross: string | null
}

/** One parameter as it was found and as it was planted. */
export interface Found {
  readonly kind: string
  readonly customers: number
  readonly parameter: string
  readonly planted: number
  readonly found: number
  readonly lower: number
  readonly upper: number
}

/**
 * Fits the models to each planted kind of customer, from the orders of the warehouse and the truth about who placed them, also
 * those at the till under no name. Time is measured in weeks of an average month: the sample company sells more in December.
 */
export async function findPlanted(pool: Pool): Promise<readonly Found[]> {
  const { rows } = await pool.query<Placed>(`
    select people.segment, truth.person_id::text, ordered_at, gross_amount::text as gross
    from warehouse.fct_orders placed
    join (
      select
        ops.key_of(split_part(entity, '.', 1), 'order', record_key) as order_key,
        person_id
      from ops.sample_truth
      where entity in ('shopify.orders', 'square.orders') and cause is null
    ) truth using (order_key)
    join ops.sample_people people using (person_id)
    where is_purchase
    order by people.segment, truth.person_id, ordered_at, order_key`)
  const clock = seasonalClock()
  return segments.flatMap((kind) => {
    const people = Map.groupBy(
      rows.filter(({ segment }) => segment === kind.name),
      ({ person_id }) => person_id,
    )
    const histories = [...people.values()].map((orders) => historyOf(orders, clock))
    const spend = [...people.values()].map((orders) => spendOf(orders))
    const purchases = fitPurchases('bg_nbd', columns(histories))
    const amounts = fitSpend({
      purchases: spend.map(({ count }) => count),
      meanValue: spend.map(({ mean }) => mean),
    })
    const planted: Readonly<Record<string, number>> = { ...kind.buys, ...kind.leaves, ...kind.spends }
    return [...purchases.estimates, ...amounts.estimates].map(({ name, value, lower, upper }) => ({
      kind: kind.name,
      customers: people.size,
      parameter: name,
      planted: planted[name] ?? Number.NaN,
      found: value,
      lower: lower ?? 0,
      upper: upper ?? Number.POSITIVE_INFINITY,
    }))
  })
}

function historyOf(orders: readonly Placed[], clock: (at: number) => number) {
  const times = orders.map(({ ordered_at }) => clock(ordered_at.getTime()))
  const [first = 0] = times
  return {
    frequency: times.length - 1,
    recency: (times.at(-1) ?? first) - first,
    age: clock(today) - first,
  }
}

function spendOf(orders: readonly Placed[]) {
  const valued = orders.flatMap(({ gross }) => (gross === null ? [] : [Number(gross)]))
  return { count: valued.length, mean: valued.reduce((sum, amount) => sum + amount, 0) / valued.length }
}

function columns(histories: readonly ReturnType<typeof historyOf>[]): Histories {
  return {
    frequency: histories.map(({ frequency }) => frequency),
    recency: histories.map(({ recency }) => recency),
    age: histories.map(({ age }) => age),
    customers: histories.map(() => 1),
  }
}

/** Weeks of an average month that have passed, by the seasons of the sample company. */
function seasonalClock(): (at: number) => number {
  const from = Date.UTC(2023, 0, 1)
  const passed = [0]
  for (let at = from; at < today + day; at += day) passed.push((passed.at(-1) ?? 0) + season(at) / 7)
  return (at) => {
    const days = (at - from) / day
    const whole = Math.floor(days)
    return (passed[whole] ?? 0) + (days - whole) * ((passed[whole + 1] ?? 0) - (passed[whole] ?? 0))
  }
}

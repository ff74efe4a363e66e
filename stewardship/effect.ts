import { ordersOfRecords } from './queries.ts'
import type { StewardshipSession } from './session.ts'

/** What belongs to one customer: before a decision, or after it. */
export interface Holding {
  /** Null for a key that the build has yet to choose. */
  readonly customerKey: string | null
  readonly recordCount: number
  readonly orderCount: number
  /** In the reporting currency, without test orders. */
  readonly netAmount: number
}

/** What the next build makes of a decision, if nothing else changes. */
export interface Effect {
  readonly before: readonly Holding[]
  readonly after: readonly Holding[]
}

/**
 * What becomes of the customers of some records, if the records of each part become one customer. As in a build, the key
 * of the longest-known record is kept, and a part whose key another has gets a new one.
 */
export async function effectOf(
  { pool }: StewardshipSession,
  parts: readonly (readonly string[])[],
): Promise<Effect> {
  const records = await ordersOfRecords.read(pool, { record_keys: parts.flat() })
  const taken = new Set<string>()
  const before = Map.groupBy(records, ({ customer_key }) => customer_key)
  const settled = new Map<number, string>()
  const partOf = new Map(parts.flatMap((part, at) => part.map((key) => [key, at] as const)))
  for (const { record_key, customer_key } of records) {
    const part = partOf.get(record_key)
    if (part === undefined || settled.has(part) || taken.has(customer_key)) continue
    settled.set(part, customer_key)
    taken.add(customer_key)
  }
  return {
    before: [...before].map(([customerKey, own]) => holding(customerKey, own)),
    after: parts.map((_, part) =>
      holding(
        settled.get(part) ?? null,
        records.filter(({ record_key }) => partOf.get(record_key) === part),
      ),
    ),
  }
}

type OrdersOfRecord = Awaited<ReturnType<typeof ordersOfRecords.read>>[number]

function holding(customerKey: string | null, records: readonly OrdersOfRecord[]): Holding {
  return {
    customerKey,
    recordCount: records.length,
    orderCount: records.reduce((sum, { order_count }) => sum + order_count, 0),
    netAmount: records.reduce((sum, { net_amount }) => sum + Number(net_amount), 0),
  }
}

import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { render } from '#engine'
import { mart_rfm } from '../../transforms/marts/mart_rfm.ts'
import { useDatabase } from '../harness/database.ts'

type Customer = { recency: number; frequency: number; value: number }
type Scores = { r: number; f: number; m: number; segment: string }

const db = useDatabase()
let scoring: string
beforeAll(() => {
  if (!('strings' in mart_rfm.query)) throw new Error('mart_rfm is not a query')
  scoring = render(mart_rfm.query, () => 'customers').text
})

/** The scores that the mart's own query gives, in the order of the customers. */
async function scored(customers: readonly Customer[]): Promise<Scores[]> {
  const { rows } = await db.pool.query<Scores>(
    `with customers as (
      select at::bigint as customer_key, true as is_known, date '2026-01-01' as as_of_date,
        date '2026-01-01' - recency as last_ordered_date, frequency as order_count, value::numeric as lifetime_value_amount
      from unnest($1::int[], $2::int[], $3::int[]) with ordinality as c(recency, frequency, value, at)
    )
    select recency_score as r, frequency_score as f, monetary_score as m, segment from (${scoring}) scored
    order by customer_key`,
    [customers.map((c) => c.recency), customers.map((c) => c.frequency), customers.map((c) => c.value)],
  )
  return rows
}

const customer = fc.record({
  recency: fc.integer({ min: 0, max: 12 }),
  frequency: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fc.integer({ min: 1, max: 6 })),
  value: fc.integer({ min: -20, max: 200 }),
})
const customers = fc.array(customer, { minLength: 1, maxLength: 40 })

describe('scores', () => {
  test('are equal for equal values, never fall as values improve, and start where they must', async () => {
    await fc.assert(
      fc.asyncProperty(customers, async (all) => {
        const scores = await scored(all)
        expect(scores).toHaveLength(all.length)
        all.forEach((a, i) => {
          all.forEach((b, j) => {
            const [one, other] = [scores[i], scores[j]]
            if (!one || !other) throw new Error('a customer has no scores')
            if (a.recency <= b.recency) expect(one.r).toBeGreaterThanOrEqual(other.r)
            if (a.frequency <= b.frequency) expect(one.f).toBeLessThanOrEqual(other.f)
            if (a.value <= b.value) expect(one.m).toBeLessThanOrEqual(other.m)
          })
        })
        const most = Math.min(...all.map(({ recency }) => recency))
        expect(scores.filter((_, i) => all[i]?.recency === most).every(({ r }) => r === 5)).toBe(true)
        const least = Math.min(...all.map(({ frequency }) => frequency))
        expect(scores.filter((_, i) => all[i]?.frequency === least).every(({ f }) => f === 1)).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  test('depend neither on the order of customers nor on how often the whole population is repeated', async () => {
    await fc.assert(
      fc.asyncProperty(customers, fc.integer({ min: 2, max: 4 }), async (all, times) => {
        const scores = await scored(all)
        expect((await scored(all.toReversed())).toReversed()).toEqual(scores)
        const repeated = await scored(Array.from({ length: times }, () => all).flat())
        expect(repeated).toEqual(Array.from({ length: times }, () => scores).flat())
      }),
      { numRuns: 20 },
    )
  })

  test('are fifths where all values differ', async () => {
    const all = Array.from({ length: 10 }, (_, i) => ({ recency: i, frequency: i + 1, value: i * 10 }))
    const scores = await scored(all)
    expect(scores.map(({ r }) => r)).toEqual([5, 5, 4, 4, 3, 3, 2, 2, 1, 1])
    expect(scores.map(({ f }) => f)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
    expect(scores.map(({ m }) => m)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
  })

  test('of people who bought once know one frequency, and no segment praises how often they buy', async () => {
    const once = Array.from({ length: 100 }, (_, i) => ({ recency: i % 50, frequency: 1, value: i }))
    const scores = await scored(once)
    expect([...new Set(scores.map(({ f }) => f))]).toEqual([1])
    const loyal = new Set(['Champions', 'Loyal', 'Cannot lose'])
    expect(scores.filter(({ segment }) => loyal.has(segment))).toEqual([])
    expect(new Set(scores.map(({ m }) => m)).size).toBe(5)
  })

  test('of 7,207 buyers who ordered once and 56 who ordered twice know two frequencies', async () => {
    const buyers = Array.from({ length: 7263 }, (_, i) => ({
      recency: i % 300,
      frequency: i < 7207 ? 1 : 2,
      value: i % 97,
    }))
    const scores = await scored(buyers)
    expect([...new Set(scores.map(({ f }) => f))].sort()).toEqual([1, 5])
    expect(scores.filter(({ f }) => f === 5)).toHaveLength(56)
  })
})

import { type Procedure, type ProcedureContext, procedure, type Relation, sql, value } from '#engine'
import { adjusted } from '../../../analytics/association/false-discoveries.ts'
import { ruleOf } from '../../../analytics/association/rules.ts'
import { falseDiscoveries, fewestTogether, largestBasket } from './limits.ts'

/** Pairs of products with their counts; as many as the catalogue allows, however many customers there are. */
interface Pair {
  readonly first_key: string
  readonly second_key: string
  readonly together_count: number
  readonly first_count: number
  readonly second_count: number
  readonly basket_count: number
  readonly test_count: number
}

/** Counts pairs of products in SQL, and tests them here: their probabilities are ratios of factorials. */
export function countRules(items: Relation): Procedure {
  return procedure({
    reads: [items],
    code: [
      import.meta.filename,
      `${import.meta.dirname}/limits.ts`,
      `${import.meta.dirname}/../../../analytics/association`,
    ],
    async run(context) {
      await countPairs(context, items)
      const { rows } = await context.client.query<Pair>(
        `select
           first_key,
           second_key,
           together_count,
           first_count,
           second_count,
           basket_count,
           test_count
         from pair
         order by
           first_key,
           second_key`,
      )
      await testPairs(context, rows)
      await writeRules(context)
    },
  })
}

async function countPairs({ execute }: ProcedureContext, items: Relation): Promise<void> {
  await execute(sql`
    create temp table basket_item on commit drop as
    select
      order_key,
      product_key,
      basket_size
    from ${items}`)
  await execute(sql`
    create temp table counted_product on commit drop as
    select
      product_key,
      count(*)::integer as basket_count
    from basket_item
    where basket_size <= ${value(largestBasket)}
    group by product_key
    having count(*) >= ${value(fewestTogether)}`)
  await execute(sql`analyze basket_item, counted_product`)
  await execute(sql`
    create temp table basket_total on commit drop as
    select
      (count(distinct order_key) filter (where basket_size <= ${value(largestBasket)}))::integer as basket_count,
      (count(distinct order_key) filter (where basket_size > ${value(largestBasket)}))::integer as left_out_count
    from basket_item`)
  await execute(sql`
    create temp table pair on commit drop as
    with frequent_items as (
      select
        basket_item.order_key,
        basket_item.product_key
      from basket_item
      join counted_product using (product_key)
      where basket_item.basket_size between 2 and ${value(largestBasket)}
    ),
    together as (
      select
        one.product_key as first_key,
        other.product_key as second_key,
        count(*)::integer as together_count
      from frequent_items one
      join frequent_items other
        on other.order_key = one.order_key
        and other.product_key > one.product_key
      group by one.product_key, other.product_key
      having count(*) >= ${value(fewestTogether)}
    )
    select
      together.*,
      first.basket_count as first_count,
      second.basket_count as second_count,
      basket_total.basket_count,
      products.product_count * (products.product_count - 1) / 2 as test_count
    from together
    join counted_product first on first.product_key = together.first_key
    join counted_product second on second.product_key = together.second_key
    cross join basket_total
    cross join (select count(*)::integer as product_count from counted_product) products`)
}

/** Every pair of frequent products could have been found, so as many tests are allowed for. */
async function testPairs({ client }: ProcedureContext, pairs: readonly Pair[]): Promise<void> {
  await client.query(
    'create temp table tested (first_key bigint, second_key bigint, probability numeric, q_value numeric) on commit drop',
  )
  const probabilities = pairs.map(
    ({ together_count, first_count, second_count, basket_count }) =>
      ruleOf(together_count, first_count, second_count, basket_count).probability,
  )
  const q = adjusted(probabilities, pairs[0]?.test_count ?? 0)
  const batch = 10_000
  for (let from = 0; from < pairs.length; from += batch) {
    const rows = pairs.slice(from, from + batch).map(({ first_key, second_key }, i) => ({
      first_key,
      second_key,
      probability: written(probabilities[from + i] ?? 1),
      q_value: written(q[from + i] ?? 1),
    }))
    await client.query('insert into tested select * from jsonb_populate_recordset(null::tested, $1::jsonb)', [
      JSON.stringify(rows),
    ])
  }
}

/** Six digits, on which machines agree. */
const written = (probability: number): string => probability.toPrecision(6)

async function writeRules({ execute, into }: ProcedureContext): Promise<void> {
  await execute(sql`
    insert into ${into} (
      product_key,
      other_product_key,
      together_count,
      product_count,
      other_product_count,
      basket_count,
      left_out_count,
      support,
      confidence,
      lift,
      probability,
      q_value,
      is_significant
    )
    with directed as (
      select
        first_key as product_key,
        second_key as other_product_key,
        together_count,
        first_count as product_count,
        second_count as other_product_count,
        basket_count,
        probability,
        q_value
      from pair
      join tested using (first_key, second_key)
      union all
      select
        second_key,
        first_key,
        together_count,
        second_count,
        first_count,
        basket_count,
        probability,
        q_value
      from pair
      join tested using (first_key, second_key)
    ),
    measured as (
      select
        *,
        together_count::numeric * basket_count / (product_count::numeric * other_product_count) as exact_lift
      from directed
    )
    select
      measured.product_key,
      measured.other_product_key,
      measured.together_count,
      measured.product_count,
      measured.other_product_count,
      measured.basket_count,
      basket_total.left_out_count,
      round(measured.together_count::numeric / measured.basket_count, 6),
      round(measured.together_count::numeric / measured.product_count, 6),
      round(measured.exact_lift, 6),
      measured.probability,
      measured.q_value,
      measured.q_value <= ${value(falseDiscoveries)} and measured.exact_lift > 1
    from measured
    cross join basket_total`)
}

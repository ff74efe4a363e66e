import { asOfDay, type Procedure, type ProcedureContext, procedure, type Relation, sql, value } from '#engine'
import { dim_product } from '../../warehouse/dim_product.ts'
import { fct_inventory_variants } from '../../warehouse/fct_inventory_variants.ts'
import { wilsonLower, wilsonUpper } from '../wilson-interval.ts'
import { mostTested } from './limits.ts'
import { pairsOfCustomers, pairsOfOrders } from './pairs-together.ts'
import { productDemand } from './product-demand.ts'
import { similarProducts } from './similar-products.ts'
import { suggestionMethods, suggestions } from './suggestions.ts'

/** Suggestions are looked at up to this rank. */
const deepest = 10

/** The last three full months are predicted from everything before them. */
const cut = sql`(date_trunc('month', ${asOfDay}) - interval '3 months')::date`
const end = sql`date_trunc('month', ${asOfDay})::date`

/** What was known before the cut, in temporary tables; nothing after it is read until the suggestions are made. */
export function backtest(items: Relation): Procedure {
  return procedure({
    reads: [items, dim_product, fct_inventory_variants, asOfDay],
    code: [
      import.meta.filename,
      `${import.meta.dirname}/limits.ts`,
      `${import.meta.dirname}/pairs-together.ts`,
      `${import.meta.dirname}/product-demand.ts`,
      `${import.meta.dirname}/similar-products.ts`,
      `${import.meta.dirname}/suggestions.ts`,
      `${import.meta.dirname}/../wilson-interval.ts`,
    ],
    async run(context) {
      await takeHistory(context, items)
      await suggest(context)
      await compare(context, items)
    },
  })
}

async function takeHistory({ execute }: ProcedureContext, items: Relation): Promise<void> {
  await execute(sql`
    create temp table history_item on commit drop as
    select
      order_key,
      customer_key,
      product_key,
      ordered_date,
      basket_size,
      coalesce(returned_date < ${cut}, false) as is_returned
    from ${items}
    where ordered_date < ${cut}
      and exists (
        select
        from ${items} later
        where later.ordered_date >= ${cut}
          and later.ordered_date < ${end}
      )`)
  await execute(sql`create index on history_item (customer_key)`)
  await execute(sql`
    create temp table tested_customer on commit drop as
    select customer_key
    from (
      select distinct later.customer_key
      from ${items} later
      where later.ordered_date >= ${cut}
        and later.ordered_date < ${end}
        and later.customer_key > 0
        and exists (select from history_item earlier where earlier.customer_key = later.customer_key)
    ) buyers
    order by
      md5(customer_key::text),
      customer_key
    limit ${value(mostTested)}`)
  await execute(sql`analyze history_item, tested_customer`)
}

async function suggest({ execute }: ProcedureContext): Promise<void> {
  const history = sql`select * from history_item`
  await execute(sql`create temp table history_demand on commit drop as ${productDemand(history, cut)}`)
  await execute(
    sql`create temp table history_pair on commit drop as ${similarProducts({
      customers: pairsOfCustomers(history),
      orders: pairsOfOrders(history),
    })}`,
  )
  await execute(sql`analyze history_demand, history_pair`)
  await execute(sql`
    create temp table suggested on commit drop as
    ${suggestions({
      customers: sql`select customer_key from tested_customer`,
      items: history,
      demand: sql`select * from history_demand`,
      similar: sql`select * from history_pair`,
      methods: sql`select unnest(${value([...suggestionMethods])}::text[]) as method`,
      count: deepest,
    })}`)
}

/** A method is published if it finds more than popularity does, with 95 % confidence of the difference in pairs. */
async function compare({ execute, into }: ProcedureContext, items: Relation): Promise<void> {
  await execute(sql`
    create temp table found on commit drop as
    select
      method.method,
      tested_customer.customer_key,
      min(suggested.suggestion_rank) filter (where bought.product_key is not null) as first_hit
    from tested_customer
    cross join unnest(${value([...suggestionMethods])}::text[]) as method(method)
    left join suggested using (method, customer_key)
    left join (
      select distinct
        customer_key,
        product_key
      from ${items}
      where ordered_date >= ${cut}
        and ordered_date < ${end}
    ) bought using (customer_key, product_key)
    group by method.method, tested_customer.customer_key`)
  await execute(sql`
    insert into ${into} (
      method,
      cut_off,
      from_date,
      to_date,
      customer_count,
      hit_count,
      hit_rate,
      hit_rate_lower,
      hit_rate_upper,
      mean_reciprocal_rank,
      better_count,
      worse_count,
      difference_lower,
      difference_upper,
      is_published
    )
    with outcomes as (
      select
        found.method,
        cut_off.cut_off,
        coalesce(found.first_hit <= cut_off.cut_off, false) as is_hit,
        coalesce(popular.first_hit <= cut_off.cut_off, false) as is_popular_hit,
        case when found.first_hit <= cut_off.cut_off then round(1::numeric / found.first_hit, 6) else 0 end as reciprocal
      from found
      join found popular on popular.customer_key = found.customer_key and popular.method = 'popularity'
      cross join (values (1), (3), (5), (10)) cut_off(cut_off)
    ),
    counted as (
      select
        method,
        cut_off,
        count(*)::integer as customers,
        (count(*) filter (where is_hit))::integer as hits,
        (count(*) filter (where is_hit and not is_popular_hit))::integer as better,
        (count(*) filter (where is_popular_hit and not is_hit))::integer as worse,
        round(avg(reciprocal), 6) as mrr
      from outcomes
      group by method, cut_off
    ),
    rated as (
      select
        *,
        hits::numeric / customers as rate,
        (better - worse)::numeric / customers as difference,
        1.96 * sqrt(
          greatest((better + worse)::numeric / customers - ((better - worse)::numeric / customers) ^ 2, 0) / customers
        ) as margin
      from counted
    ),
    chosen as (
      select method
      from rated
      where cut_off = 5
        and method <> 'popularity'
        and difference - margin > 0
      order by
        rate desc,
        mrr desc,
        method
      limit 1
    )
    select
      method,
      cut_off,
      ${cut},
      ${end} - 1,
      customers,
      hits,
      round(rate, 6),
      round(${wilsonLower(sql`hits`, sql`customers`)}, 6),
      round(${wilsonUpper(sql`hits`, sql`customers`)}, 6),
      mrr,
      better,
      worse,
      round(difference - margin, 6),
      round(difference + margin, 6),
      method = coalesce((select chosen.method from chosen), 'popularity')
    from rated`)
}

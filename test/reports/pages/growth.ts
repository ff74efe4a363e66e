import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Shop } from './shop.ts'

/* Where customers come from, how they get to an order, and what they buy: what is shown is what Postgres says. */

const lastMonth = `(select date_trunc('month', max(as_of_date)) - interval '1 month' from marts.mart_customer_ltv)`

/** New customers of the last full month, what marketing cost, and orders by the linear model. */
export async function acquisition(shop: Shop): Promise<void> {
  for (const [market, channel] of [
    ['All', 'All'],
    ['All', 'paid search'],
    ['United Kingdom', 'All'],
  ] as const) {
    await shop.read(`/acquisition/?market=${market}&channel=${channel}`, async (page) => {
      const { customers, cost } = await shop.row<{ customers: number; cost: number | null }>(
        `
        select
          count(*)::int as customers,
          (
            select sum(spent.cost_amount)::float8
            from warehouse.fct_campaign_costs spent
            join warehouse.dim_channel paid using (channel_key)
            where date_trunc('month', spent_date) = ${lastMonth} and $1 = 'All' and $2 in ('All', paid.channel_name)
          ) as cost
        from marts.mart_customer_ltv
        join warehouse.dim_customer using (customer_key)
        join warehouse.fct_customer_acquisitions acquired using (customer_key)
        join warehouse.dim_channel using (channel_key)
        where mart_customer_ltv.is_known and order_count > 0 and cohort_month_date = ${lastMonth}
          and $1 in ('All', dim_customer.market) and $2 in ('All', channel_name)`,
        [market, channel],
      )
      await shows(() => figure(page, 'new_customer_count'), customers)
      if (cost === null) {
        await shows(() => text(page, 'cost'), '–')
        await shows(() => text(page, 'cost_per_customer'), '–')
      } else {
        await shows(() => figure(page, 'cost'), Math.round(cost))
        await shows(() => figure(page, 'cost_per_customer'), Number((cost / customers).toFixed(2)))
      }
      const credited = await shop.rows<{ channel: string; orders: number }>(
        `
        select channel_name as channel, round(sum(order_count), 1)::float8 as orders
        from marts.mart_attribution
        join warehouse.dim_channel using (channel_key)
        left join lateral (select channel_key <> -2 as is_seen) seen on true
        where attribution_model = 'linear' and ordered_month_date = ${lastMonth} and is_seen and $1 in ('All', market)
        group by 1
        order by sum(order_count) desc, 1`,
        [market],
      )
      expect(credited.length).toBeGreaterThan(3)
      await shows(
        () => column(page, 'attribution', 4),
        credited.map(({ orders }) => orders),
      )
      const { seen } = await shop.row<{ seen: number }>(
        `
        select (100 * sum(item_count) filter (where coverage = 'marketing seen') / sum(item_count))::float8 as seen
        from marts.mart_attribution_coverage
        where subject = 'purchase' and month_start_date = ${lastMonth} and $1 in ('All', market)`,
        [market],
      )
      await shows(() => rateIn(page, '[data-panel=coverage] > p'), Number(seen.toFixed(1)))
    })
  }
}

/** How many visits came how far in the last full month, and the carts that are open. */
export async function journey(shop: Shop): Promise<void> {
  for (const segment of ['All', 'Champions']) {
    await shop.read(`/journey/?segment=${segment}`, async (page) => {
      const steps = await shop.rows<{ reached: number }>(
        `
        select sum(reached_count)::int as reached
        from marts.mart_funnel
        where funnel_name = 'checkout' and started_month_date = ${lastMonth} and $1 in ('All', rfm_segment)
        group by step_number
        order by step_number`,
        [segment],
      )
      expect(steps).toHaveLength(5)
      await shows(
        () => column(page, 'lost', 2),
        steps.map(({ reached }) => reached),
      )
      await shows(() => figure(page, 'attempt_count'), steps[0]?.reached)
      await shows(() => figure(page, 'completed_count'), steps[4]?.reached)
      const { carts, open } = await shop.row<{ carts: number; open: number }>(
        `
        select
          count(*) filter (where date_trunc('month', filled_date) = ${lastMonth})::int as carts,
          count(*) filter (where is_open)::int as open
        from marts.mart_cart
        left join marts.mart_rfm rfm using (customer_key)
        where $1 = 'All' or rfm.segment = $1`,
        [segment],
      )
      await shows(() => figure(page, 'cart_count'), carts)
      await shows(async () => (await column(page, 'open-carts', 2)).reduce((all, one) => all + one, 0), open)
      const paths = await shop.rows<{ share: number }>(`
        select round(100 * path_share, 1)::float8 as share
        from marts.mart_path
        where outcome = 'purchase' and path_of = 'contacts' and path_rank <= 5
        order by path_rank`)
      await shows(
        () => column(page, 'before-purchase', 2),
        paths.map(({ share }) => share),
      )
    })
  }
}

/** What was sold in the last full month, by category, and what is bought together. */
export async function products(shop: Shop): Promise<void> {
  for (const market of ['All', 'Ireland']) {
    await shop.read(`/products/?market=${market}`, async (page) => {
      const sold = (grouped: string) =>
        shop.rows<{ units: number; revenue: number }>(
          `
          select
            coalesce(sum(line.quantity) filter (where line_type = 'sale' and is_sale and line.excluded_because is null), 0)::int
              as units,
            coalesce(sum(line.net_amount) filter (where not line.is_test), 0)::float8 as revenue
          from warehouse.fct_order_lines line
          join warehouse.fct_orders placed using (order_key)
          join warehouse.dim_product using (product_key)
          left join warehouse.dim_customer buyer on buyer.customer_key = line.customer_key
          where date_trunc('month', occurred_date) = ${lastMonth} and line.excluded_because is null
            and $1 in ('All', case placed.customer_key when -1 then placed.sold_to_market else buyer.market end)
          ${grouped}`,
          [market],
        )
      const [all] = await sold('')
      expect(all?.units).toBeGreaterThan(0)
      await shows(() => figure(page, 'units_sold'), all?.units)
      await shows(() => figure(page, 'net_revenue'), Math.round(all?.revenue ?? Number.NaN))
      const categories = await sold(
        'group by category_1 having sum(line.net_amount) <> 0 or sum(line.quantity) <> 0 order by 2 desc, category_1',
      )
      await shows(
        () => column(page, 'categories', 2),
        categories.map(({ revenue }) => Math.round(revenue)),
      )
      const pairs = await shop.rows<{ together: number; lift: number }>(`
        select together_count::int as together, round(lift, 1)::float8 as lift
        from marts.mart_product_rule
        where is_significant and confidence = greatest(confidence, together_count::numeric / other_product_count)
          and (product_key < other_product_key or product_count <> other_product_count)
        order by mart_product_rule.lift desc`)
      await shows(
        () => column(page, 'together', 4),
        pairs.map(({ lift }) => lift),
      )
      const returned = await shop.rows<{ amount: number }>(`
        select round(sum(refunded_amount))::float8 as amount
        from warehouse.fct_returns
        where return_type = 'goods' and excluded_because is null
        group by product_key
        order by sum(refunded_amount) desc
        limit 10`)
      await shows(
        async () => (await column(page, 'returned', 3)).slice(0, 10),
        returned.map(({ amount }) => amount),
      )
    })
  }
}

/** A filter of the address is chosen once the page is there, and what it shows follows. */
async function shows<T>(read: () => Promise<T>, expected: T | undefined): Promise<void> {
  await expect.poll(read, { timeout: 180_000 }).toEqual(expected)
}

/** The first share in a text, such as 22.4 of 22.4%. */
async function rateIn(page: Page, selector: string): Promise<number> {
  const [, rate] = /([\d.]+)%/.exec((await page.locator(selector).first().textContent()) ?? '') ?? []
  return Number(rate)
}

async function text(page: Page, name: string): Promise<string> {
  return (await page.locator(`[data-figure=key-${name}] .value > :first-child`).textContent()) ?? ''
}

async function figure(page: Page, name: string): Promise<number> {
  return numberIn(await text(page, name))
}

/** The numbers of a column of the first table in a panel. */
async function column(page: Page, panel: string, place: number): Promise<number[]> {
  const cells = page.locator(`[data-panel=${panel}] table`).first().locator(`td:nth-child(${place})`)
  return (await cells.allInnerTexts()).map(numberIn)
}

/** '-£4,120' is −4120. */
function numberIn(text: string | null): number {
  return Number(text?.replace(/[^\d.-]/g, '') || Number.NaN)
}

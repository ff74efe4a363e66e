import type { Oracle } from './oracle.ts'
import { marketOf, traitsOf } from './traits.ts'

const customers = traitsOf('line')
const real = 'not line.is_test'
const counts = 'line.is_sale and line.excluded_because is null'
const sale = `line.line_type = 'sale' and ${counts}`
const ordered = `${sale} and line.original_gross > 0`
const ratio = (part: string, of: string) => `(${part})::numeric / nullif(${of}, 0)`
const sum = (amount: string) => `sum(line.${amount}) filter (where ${real})`
const unitsSold = `sum(line.quantity) filter (where ${sale})`
const unitsReturned = `sum(-line.quantity) filter (where line.line_type = 'return' and ${counts})`
const orders = `count(distinct line.order_key) filter (where ${ordered})`
const buyers = `count(distinct nullif(line.customer_key, -1)) filter (where ${ordered})`
const again = `count(distinct nullif(line.customer_key, -1)) filter (where ${ordered} and line.occurred_date < latest.ordered_date)`

export const products: Oracle = {
  from: `warehouse.fct_order_lines line
    left join warehouse.dim_product product on product.product_key = line.product_key
    left join warehouse.fct_orders document on document.order_key = line.order_key
    left join warehouse.dim_store store on store.store_key = line.store_key
    left join warehouse.dim_date d on d.date_day = line.occurred_date
    left join (
      select customer_key, max(ordered_date) as ordered_date
      from warehouse.fct_orders
      where is_purchase and customer_key <> -1
      group by customer_key
    ) latest on latest.customer_key = line.customer_key
    ${customers.joins}`,
  dimensions: {
    order_line_key: 'line.order_line_key',
    order_key: 'line.order_key',
    customer_key: 'line.customer_key',
    product_version_key: 'line.product_version_key',
    store_key: 'line.store_key',
    source: 'line.source',
    line_type: 'line.line_type',
    is_merchandise: 'line.is_merchandise',
    is_sale: 'line.is_sale',
    is_test: 'line.is_test',
    status: 'line.status',
    channel: 'line.channel',
    region: 'line.region',
    excluded_because: 'line.excluded_because',
    occurred_at: 'line.occurred_at',
    occurred_date: 'line.occurred_date',
    currency: 'line.currency',
    product_key: 'line.product_key',
    product_id: 'product.product_id',
    product_name: 'product.product_name',
    product_type: 'product.product_type',
    brand: 'product.brand',
    category_1: 'product.category_1',
    category_2: 'product.category_2',
    category_3: 'product.category_3',
    catalogue_status: 'product.catalogue_status',
    order_id: 'document.order_id',
    order_type: 'document.order_type',
    country: 'document.country',
    market: marketOf(
      'case when document.customer_key = -1 then document.country else trait_worth.country end',
    ),
    store_name: 'store.store_name',
    year: 'extract(year from line.occurred_date)',
    quarter: 'extract(quarter from line.occurred_date)',
    month: 'extract(month from line.occurred_date)',
    financial_year: 'd.financial_year',
    financial_quarter: 'd.financial_quarter',
    ...customers.dimensions,
  },
  measures: {
    count: 'count(*)',
    line_count: 'count(line.order_line_key)',
    quantity: 'sum(line.quantity)',
    units_sold: unitsSold,
    units_returned: unitsReturned,
    unit_return_rate: ratio(`coalesce(${unitsReturned}, 0)`, unitsSold),
    gross_revenue: sum('gross_amount'),
    discounts: sum('discount_amount'),
    discount_rate: ratio(sum('discount_amount'), sum('gross_amount')),
    returned_revenue: sum('returned_amount'),
    return_rate: ratio(sum('returned_amount'), sum('gross_amount')),
    adjustments: sum('adjustment_amount'),
    net_revenue: sum('net_amount'),
    other_money: sum('other_amount'),
    ledger_amount: 'sum(line.net_amount) + sum(line.other_amount)',
    average_unit_price: ratio(
      sum('gross_amount'),
      `sum(line.quantity) filter (where ${sale} and line.net_amount is not null)`,
    ),
    product_count: 'count(distinct line.product_key)',
    document_count: 'count(distinct line.order_key)',
    order_count: orders,
    units_per_order: ratio(unitsSold, orders),
    customer_count: buyers,
    customers_who_ordered_again: again,
    repeat_rate: ratio(again, buyers),
    revenue_share: `${sum('net_amount')} / nullif(sum(${sum('net_amount')}) over (), 0)`,
  },
}

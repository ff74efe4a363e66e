import type { Oracle } from './oracle.ts'
import { columns, customerMarket, dates, traitsOf } from './traits.ts'

const customers = traitsOf('back')
const counted = 'back.excluded_because is null'
const goods = `${counted} and back.return_type = 'goods'`

export const product_returns: Oracle = {
  from: `warehouse.fct_returns back
    left join warehouse.dim_product product on product.product_key = back.product_key
    left join warehouse.dim_store store on store.store_key = back.store_key
    left join warehouse.dim_date calendar
      on calendar.date_day = case when back.refunded_date is not null then back.refunded_date else back.requested_date end
    ${customers.joins}`,
  dimensions: {
    ...columns('back', [
      'return_key',
      'order_line_key',
      'order_key',
      'customer_key',
      'store_key',
      'source',
      'return_type',
      'state',
      'is_received',
      'excluded_because',
      'ordered_date',
      'requested_at',
      'requested_date',
      'refunded_at',
      'refunded_date',
      'currency',
      'days_from_order',
      'days_from_request',
      'product_key',
    ]),
    returned_date: 'calendar.date_day',
    ...columns('product', ['product_name', 'brand', 'category_1', 'category_2', 'category_3']),
    store_name: 'store.store_name',
    market: customerMarket('back'),
    ...dates,
    ...customers.dimensions,
  },
  measures: {
    count: 'count(*)',
    return_count: `count(*) filter (where ${goods})`,
    returned_units: `sum(back.quantity) filter (where ${goods})`,
    refunded: `sum(back.refunded_amount) filter (where ${counted})`,
    goods_refunded: `sum(back.refunded_amount) filter (where ${goods})`,
    money_only_count: `count(*) filter (where ${counted} and back.return_type = 'money only')`,
    unvalued_count: `count(*) filter (where ${counted} and back.return_type in ('goods', 'money only')
      and back.refunded_amount is null)`,
    open_request_count: `count(*) filter (where ${counted} and back.return_type = 'request'
      and back.state in ('requested', 'in transit', 'received'))`,
    excluded_count: 'count(back.excluded_because)',
    customer_count: `count(distinct nullif(back.customer_key, -1)) filter (where ${goods})`,
    order_count: `count(distinct back.order_key) filter (where ${goods})`,
    median_days: `percentile_cont(0.5) within group (order by back.days_from_order) filter (where ${goods})`,
  },
}

import { integer, key, money, returnsNone, sql, transform } from '#engine'
import { map_identity } from '../identity/map_identity.ts'
import { fct_orders } from '../warehouse/fct_orders.ts'

/**
 * The effect of identity alone: today's orders under the former keys and under the new ones. New records change
 * nobody and are left out of both. Publication keeps the rows of each run in ops.identity_change.
 */
export const mart_identity_change = transform('marts.mart_identity_change', {
  description: 'Customers that the latest identity map merged or split, with their orders before and after.',
  grain: ['customer_key'],
  columns: {
    customer_key: key('The customer, by a former or a new key'),
    former_record_count: integer('Profile records before'),
    record_count: integer('Profile records after, without those that are new to the warehouse'),
    former_order_count: integer('Sales with a value above zero, before'),
    order_count: integer('Sales with a value above zero, after'),
    former_net_amount: money('Net amount of the orders before, without test orders'),
    net_amount: money('Net amount of the orders after, without test orders'),
  },
  tests: [
    returnsNone(
      'nothing is lost or gained',
      (self) => sql`
        select
          sum(record_count) as records,
          sum(order_count) as orders,
          sum(net_amount) as amount
        from ${self}
        having sum(former_record_count) <> sum(record_count)
          or sum(former_order_count) <> sum(order_count)
          or sum(former_net_amount) <> sum(net_amount)`,
    ),
  ],
  query: sql`
    with moved_customers as (
      select unnest(array[customer_key, former_customer_key]) as customer_key
      from ${map_identity} m
      where former_customer_key <> customer_key
    ),
    records as (
      select
        record_key,
        customer_key,
        former_customer_key
      from ${map_identity} m
      where former_customer_key is not null
        and (
          customer_key in (select customer_key from moved_customers)
          or former_customer_key in (select customer_key from moved_customers)
        )
    ),
    record_totals as (
      select
        record_key,
        count(*) filter (where is_purchase) as order_count,
        sum(net_amount) as net_amount
      from ${fct_orders} o
      where not is_test
        and record_key in (select record_key from records)
      group by record_key
    ),
    before_and_after as (
      select
        side.customer_key,
        side.is_before,
        side.is_after,
        order_count,
        net_amount
      from records
      left join record_totals using (record_key)
      cross join lateral (
        values (former_customer_key, 1, 0), (customer_key, 0, 1)
      ) side(customer_key, is_before, is_after)
    )
    select
      customer_key,
      sum(is_before)::integer as former_record_count,
      sum(is_after)::integer as record_count,
      coalesce(sum(order_count * is_before), 0)::integer as former_order_count,
      coalesce(sum(order_count * is_after), 0)::integer as order_count,
      coalesce(sum(net_amount * is_before), 0) as former_net_amount,
      coalesce(sum(net_amount * is_after), 0) as net_amount
    from before_and_after
    group by customer_key`,
  onPublish: (self, runId) => [
    // This table is also rebuilt if only orders changed. Then the ledger has no event of this run, and nothing is kept.
    sql`
      insert into ops.identity_change (
        run_id,
        customer_key,
        redirect_key,
        former_record_count,
        record_count,
        former_order_count,
        order_count,
        former_net_amount,
        net_amount
      )
      select
        ${runId},
        customer_key,
        case when record_count = 0 then ops.resolve_customer_key(customer_key) end,
        former_record_count,
        record_count,
        former_order_count,
        order_count,
        former_net_amount,
        net_amount
      from ${self} c
      where exists (
        select
        from ops.identity_ledger l
        where l.run_id = ${runId}
          and l.recorded_at = now()
          and l.event in ('merge', 'split')
      )`,
  ],
})

import { integer, key, money, returnsNone, sql, transform } from '#engine'
import { map_identity } from '../identity/map_identity.ts'
import { fct_orders } from '../warehouse/fct_orders.ts'

/**
 * The effect of identity alone: today's orders under yesterday's keys and under today's. Records that are new
 * bring no change, and are left out of both. Publication keeps it, run by run, in ops.identity_change.
 */
export const mart_identity_change = transform('marts.mart_identity_change', {
  description: 'Customers whom the last identity map merged or split, with their orders before and after.',
  grain: ['customer_key'],
  columns: {
    customer_key: key('The person, by a key of before or after'),
    former_record_count: integer('Profile records before'),
    record_count: integer('Profile records after; those new to the warehouse left out'),
    former_order_count: integer('Sales with a value above zero, before'),
    order_count: integer('Sales with a value above zero, after'),
    former_net_amount: money('Net amount of the orders before, without test orders'),
    net_amount: money('Net amount of the orders after, without test orders'),
  },
  tests: [
    returnsNone(
      'nothing is lost or gained',
      (self) => sql`
        select sum(record_count) as records, sum(order_count) as orders, sum(net_amount) as amount from ${self}
        having sum(former_record_count) <> sum(record_count) or sum(former_order_count) <> sum(order_count)
          or sum(former_net_amount) <> sum(net_amount)`,
    ),
  ],
  query: sql`
    with moved as (
      select customer_key from ${map_identity} m where former_customer_key <> customer_key
      union
      select former_customer_key from ${map_identity} m where former_customer_key <> customer_key
    ), record as (
      select * from ${map_identity} m
      where former_customer_key is not null
        and (customer_key in (select customer_key from moved) or former_customer_key in (select customer_key from moved))
    ), worth as (
      select record_key, count(*) filter (where order_type = 'sale' and gross_amount > 0) as order_count,
        sum(net_amount) as net_amount
      from ${fct_orders} o
      where not is_test and record_key in (select record_key from record)
      group by record_key
    ), side as (
      select former_customer_key as customer_key, 1 as was, 0 as now, order_count, net_amount
      from record left join worth using (record_key)
      union all
      select customer_key, 0, 1, order_count, net_amount
      from record left join worth using (record_key)
    )
    select customer_key, sum(was)::integer as former_record_count, sum(now)::integer as record_count,
      coalesce(sum(order_count * was), 0)::integer as former_order_count,
      coalesce(sum(order_count * now), 0)::integer as order_count,
      coalesce(sum(net_amount * was), 0) as former_net_amount, coalesce(sum(net_amount * now), 0) as net_amount
    from side
    group by customer_key`,
  onPublish: (self, runId) => [
    // Orders alone may have made this table anew: then the ledger says that this run moved nobody.
    sql`
      insert into ops.identity_change (run_id, customer_key, redirect_key, former_record_count, record_count,
        former_order_count, order_count, former_net_amount, net_amount)
      select ${runId}, customer_key, case when record_count = 0 then ops.resolve_customer_key(customer_key) end,
        former_record_count, record_count, former_order_count, order_count, former_net_amount, net_amount
      from ${self} c
      where exists (
        select from ops.identity_ledger l
        where l.run_id = ${runId} and l.recorded_at = now() and l.event in ('merge', 'split'))`,
  ],
})

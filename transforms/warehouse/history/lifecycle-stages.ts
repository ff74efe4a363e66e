import { sql, value } from '#engine'
import { fct_orders } from '../fct_orders.ts'
import { silence } from './rules.ts'

/**
 * The stages that a customer comes into by purchases and by silence after them. Unlike the segments of mart_rfm, which
 * compare customers with each other, a stage follows from the customer's own purchases, so nobody else's change it.
 */
export const stageChanges = sql`
      with purchases as (
        select
          customer_key,
          ordered_at,
          row_number() over of_customer as number,
          lag(ordered_at) over of_customer as former_at,
          lead(ordered_at, 1, 'infinity') over of_customer as next_at
        from ${fct_orders}
        where customer_key > 0
          and is_purchase
        group by customer_key, ordered_at
        window of_customer as (partition by customer_key order by ordered_at)
      )
      select
        purchase.customer_key,
        moment.valid_from,
        moment.stage
      from purchases purchase
      cross join lateral (
        values
          (
            ordered_at,
            case
              when number = 1 then 'new'
              when number = 2 or ordered_at >= former_at + make_interval(days => ${value(silence.lapsingDays)})
                then 'returning'
            end
          ),
          (ordered_at + make_interval(days => ${value(silence.lapsingDays)}), 'lapsing'),
          (ordered_at + make_interval(days => ${value(silence.lapsedDays)}), 'lapsed')
      ) moment(valid_from, stage)
      where moment.stage is not null
        and moment.valid_from < purchase.next_at`

import { asOfDay, every, returnsNone, sql } from '#engine'
import { counts, order } from '../../canonical/order.ts'
import { order_line } from '../../canonical/order_line.ts'
import { dayOf } from '../calendar/times.ts'

/** Lines of orders that count keep their units; the others have none. */
export const everyLineIsPresent = returnsNone(
  'every staged line is present',
  (self) => sql`
    with staged as (
      select
        count(*) as line_count,
        coalesce(sum(quantity) filter (
          where coalesce(${counts}, true)
            and ${dayOf(sql`line.occurred_at`)} <= ${asOfDay}
        ), 0) as quantity
      from ${every(order_line)} line
      left join ${every(order)} placed using (order_key)
    ),
    present as (
      select
        count(*) as line_count,
        coalesce(sum(quantity), 0) as quantity
      from ${self}
    )
    select
      staged.line_count as staged_lines,
      present.line_count as present_lines,
      staged.quantity as staged_quantity,
      present.quantity as present_quantity
    from staged
    cross join present
    where (staged.line_count, staged.quantity) is distinct from (present.line_count, present.quantity)`,
)

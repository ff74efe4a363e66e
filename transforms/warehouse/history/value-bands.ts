import { sql, value } from '#engine'
import { fct_orders } from '../fct_orders.ts'
import { valueBands } from './rules.ts'

const band = valueBands.map(({ band }) => band)
const from = valueBands.map(({ from }) => String(from))

/**
 * The band of what a customer had been worth by each order or return. Orders without an amount in the reporting currency
 * add nothing.
 */
export const valueBandChanges = sql`
      with moments as (
        select
          customer_key,
          ordered_at as valid_from,
          sum(net_amount) as net_amount
        from ${fct_orders}
        where customer_key > 0
          and not is_test
        group by customer_key, ordered_at
      ),
      running as (
        select
          customer_key,
          valid_from,
          coalesce(sum(net_amount) over (partition by customer_key order by valid_from), 0) as value_amount
        from moments
      ),
      banded as (
        select
          customer_key,
          valid_from,
          (${value(band)})[greatest(width_bucket(value_amount, ${value(from)}::numeric[]), 1)] as value_band
        from running
      ),
      compared as (
        select
          *,
          lag(value_band) over (partition by customer_key order by valid_from) as former_band
        from banded
      )
      select
        customer_key,
        valid_from,
        value_band
      from compared
      where value_band is distinct from former_band`

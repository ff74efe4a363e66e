import { decimal, integer, key, money, returnsNone, sql, text, transform } from '#engine'
import { dim_channel } from '../warehouse/dim_channel.ts'
import { fct_orders } from '../warehouse/fct_orders.ts'
import { mart_attribution_touch } from './mart_attribution_touch.ts'

/**
 * What `clientele attribution --paths` reads: export it, and the table of all models can be computed again. Purchases before
 * which nothing was seen, and open journeys, are in no path.
 */
export const mart_attribution_path = transform('marts.mart_attribution_path', {
  description:
    'Paths of marketing channels, one row for each that occurred: how many journeys went this way, with and without a purchase.',
  grain: ['path_key'],
  columns: {
    path_key: key('Surrogate key of the path'),
    path: text('The channels in order, the first contact first, such as email > direct'),
    touch_count: integer('Touches of such a journey. Not additive'),
    conversions: decimal('Purchases after such a journey. Additive'),
    value_amount: money(
      'What they were worth, in the reporting currency; those without a rate count 0. Additive',
    ),
    unvalued_conversions: decimal('Of these purchases, those in a currency without a rate. Additive'),
    nulls: decimal('Journeys without a purchase. Additive'),
  },
  tests: [
    returnsNone(
      'every purchase with a touch is in a path',
      (self) => sql`
        select count(distinct order_key)::numeric as purchases
        from ${mart_attribution_touch}
        where order_key is not null
          and touch_type <> 'none'
        except
        select coalesce(sum(conversions), 0)
        from ${self}`,
    ),
  ],
  query: sql`
    with journeys as (
      select
        journey_key,
        order_key,
        string_agg(channel_name, ' > ' order by touch_number) as path,
        max(touch_count) as touch_count
      from ${mart_attribution_touch}
      join ${dim_channel} using (channel_key)
      where touch_type <> 'none'
        and journey_end <> 'open'
      group by journey_key, order_key
    )
    select
      ops.key_of('marketing', 'path', path) as path_key,
      path,
      max(touch_count) as touch_count,
      count(order_key)::numeric as conversions,
      coalesce(sum(net_amount), 0) as value_amount,
      (count(order_key) - count(net_amount))::numeric as unvalued_conversions,
      (count(*) - count(order_key))::numeric as nulls
    from journeys
    left join ${fct_orders} purchase using (order_key)
    group by path`,
})

import {
  decimal,
  holds,
  integer,
  key,
  money,
  notNegative,
  references,
  returnsNone,
  sql,
  transform,
} from '#engine'
import { dim_channel } from '../warehouse/dim_channel.ts'
import { fitRemovalEffects } from './attribution/fit-removal-effects.ts'
import { mart_attribution_path } from './mart_attribution_path.ts'

/** Computed by analytics/attribution, exactly: nothing is simulated, so two builds of the same paths have the same digits. */
export const mart_removal_effect = transform('marts.mart_removal_effect', {
  description:
    'What would be lost without a marketing channel, by Markov chains of the paths: one row for each channel that occurs and ' +
    'each order of the chain, which is how many touches back it looks.',
  grain: ['markov_order', 'channel_key'],
  columns: {
    markov_order: integer('Order of the chain: 1, 2 or 3. Choose one'),
    channel_key: key('The marketing channel'),
    removal_effect: decimal('Share of the purchases that would be lost without it, 0 to 1. Not additive'),
    value_removal_effect: decimal('Share of their value that would be lost, 0 to 1. Not additive'),
    order_count: decimal(
      'Purchases that are put down to it in proportion. Additive within an order of the chain',
    ),
    value_amount: money('Value that is put down to it in proportion. Additive within an order of the chain'),
    conversion_probability: decimal(
      'Share of all journeys that end with a purchase. The same in all rows of an order',
    ),
    state_count: integer('States of the chain. The same in all rows of an order'),
  },
  tests: [
    references('channel_key', dim_channel),
    notNegative('removal_effect'),
    holds('an effect is a share', sql`removal_effect <= 1 and value_removal_effect between 0 and 1`),
    returnsNone(
      'purchases add up',
      (self) => sql`
        with fitted as (
          select markov_order, sum(order_count) as order_count, sum(value_amount) as value_amount
          from ${self}
          group by markov_order
        )
        select *
        from fitted
        where order_count <> (select sum(conversions) from ${mart_attribution_path})
          or value_amount <> (select sum(value_amount) from ${mart_attribution_path})`,
    ),
  ],
  query: fitRemovalEffects,
})

import { canonical, day, integer, key, oneOf, text } from '#engine'
import { devices } from '../experience/devices.ts'

/** How far attempts at something came. Whatever conforms to it is a part of `mart_funnel`. */
export const funnel_counts = canonical('funnel_counts', {
  description: 'How far attempts came on a declared way of steps',
  columns: {
    funnel_name: text('The way, such as checkout'),
    step_number: integer('Place of the step, from 1. Not additive'),
    step_name: text('The step'),
    started_month_date: day('First day of the month in which the attempts began'),
    device: oneOf('What the attempts began with', devices),
    channel_key: key('Marketing channel that brought the visit in which they began'),
    customer_kind: oneOf('Who it was, at that moment', ['customer', 'prospect', 'nobody known']),
    rfm_segment: text(
      'Segment of the customer now, by recency, frequency and value; none without a purchase',
    ),
    market: text('Market of the customer; Unknown while nobody knows who it was'),
    entered_count: integer('Attempts that took the first step. Additive within a step'),
    previous_count: integer(
      'Attempts that took the step before; for the first step, all. Additive within a step',
    ),
    reached_count: integer('Attempts that took the step. Additive within a step'),
  },
})

import { sql } from '#engine'
import { segment } from './declare.ts'

export const segment_one_time_buyers = segment('segment_one_time_buyers', {
  title: 'One-time buyers',
  owner: 'Marketing',
  purpose: 'Win a second order before they forget us',
  where: sql`order_count = 1 and first_ordered_date <= as_of_date - 90 and last_ordered_date > as_of_date - 365`,
})

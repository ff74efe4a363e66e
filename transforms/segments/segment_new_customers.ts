import { sql } from '#engine'
import { segment } from './declare.ts'

export const segment_new_customers = segment('segment_new_customers', {
  title: 'New customers',
  owner: 'Customer relations',
  purpose: 'Welcome them and lead them to a second order',
  where: sql`first_ordered_date > as_of_date - 90`,
})

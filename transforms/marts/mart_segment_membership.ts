import { every, id, key, references, sql, transform } from '#engine'
import { segment } from '../canonical/segment.ts'
import { mart_customer_360 } from './mart_customer_360.ts'

export const mart_segment_membership = transform('marts.mart_segment_membership', {
  description: 'Who is in which segment: one row for each segment and member.',
  grain: ['segment_name', 'customer_key'],
  columns: {
    segment_name: id('Segment, as in mart_segment'),
    customer_key: key('The member'),
  },
  indexes: [['customer_key']],
  tests: [references('customer_key', mart_customer_360)],
  query: sql`
    select
      segment_name,
      customer_key
    from ${every(segment)} declared
    where customer_key <> -1`,
})

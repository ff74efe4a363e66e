import { decimal, holds, id, integer, sql, transform } from '#engine'
import { mart_segment_membership } from './mart_segment_membership.ts'

export const mart_segment_overlap = transform('marts.mart_segment_overlap', {
  description: 'How many customers two segments share: one row for each ordered pair that shares any.',
  grain: ['segment_name', 'other_segment_name'],
  columns: {
    segment_name: id('A segment'),
    other_segment_name: id('Another segment'),
    customer_count: integer('Members of the first'),
    shared_count: integer('Of these, members of the other as well'),
    shared_share: decimal('Share of the members of the first who are in the other, 0 to 1'),
  },
  tests: [holds('nobody shares more than it has', sql`shared_count <= customer_count`)],
  query: sql`
    with sizes as (
      select
        segment_name,
        count(*)::integer as customer_count
      from ${mart_segment_membership}
      group by segment_name
    ),
    shared as (
      select
        one.segment_name,
        other.segment_name as other_segment_name,
        count(*)::integer as shared_count
      from ${mart_segment_membership} one
      join ${mart_segment_membership} other using (customer_key)
      where one.segment_name <> other.segment_name
      group by one.segment_name, other.segment_name
    )
    select
      segment_name,
      other_segment_name,
      customer_count,
      shared_count,
      round(shared_count / customer_count::numeric, 6) as shared_share
    from shared
    join sizes using (segment_name)`,
})

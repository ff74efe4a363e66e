import { decimal, integer, sql, transform } from '#engine'
import { map_identity } from '../identity/map_identity.ts'

export const mart_cluster_size = transform('marts.mart_cluster_size', {
  description: 'How many customers have how many records.',
  grain: ['record_count'],
  columns: {
    record_count: integer('Records of one customer'),
    customer_count: decimal('Customers with that many records'),
  },
  query: sql`
    with customers as (
      select count(*)::integer as record_count
      from ${map_identity}
      group by customer_key
    )
    select
      record_count,
      count(*)::numeric as customer_count
    from customers
    group by record_count`,
})

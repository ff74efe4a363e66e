import { key, publishedQuery, sql } from '#engine'
import { map_identity } from '../transforms/identity/map_identity.ts'

const recordsOfCustomers = {
  record_key: key('A record'),
  customer_key: key('The person it belongs to'),
}

export const recordOrCustomer = publishedQuery('stewardship.record_or_customer', {
  parameters: { key: key('A record_key or a customer_key, perhaps a former one') },
  columns: recordsOfCustomers,
  query: ({ key }) => sql`
    select
      record_key,
      customer_key
    from ${map_identity}
    where record_key = ${key} or customer_key = (select ops.resolve_customer_key(${key}))
    order by record_key`,
})

export const recordsOfSameCustomer = publishedQuery('stewardship.records_of_same_customer', {
  parameters: { record_key: key('One record of the person') },
  columns: recordsOfCustomers,
  query: ({ record_key }) => sql`
    select
      same.record_key,
      same.customer_key
    from ${map_identity} one
    join ${map_identity} same using (customer_key)
    where one.record_key = ${record_key}
    order by same.record_key`,
})

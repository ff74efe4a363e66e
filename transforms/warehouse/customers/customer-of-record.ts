import { sql } from '#engine'
import { map_identity } from '../../identity/map_identity.ts'
import { dim_customer } from '../dim_customer.ts'

/**
 * The customer of each profile record. A browser, caller or social account that nothing joins to a customer has no row,
 * so facts about them have the unknown member until something does.
 */
export const customerOfRecord = sql`
  select
    i.record_key,
    i.customer_key
  from ${map_identity} i
  join ${dim_customer} using (customer_key)`

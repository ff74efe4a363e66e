import { keyed, sql, transform } from '#engine'
import { record_link } from '../../canonical/record_link.ts'
import { personKey } from '../person-key.ts'
import { stg_devices__registrations } from './stg_devices__registrations.ts'

/** People register devices with their shop account. */
export const stg_devices__record_links = transform('staging.stg_devices__record_links', {
  description: 'Shop accounts that devices were registered with.',
  grain: ['link_key'],
  conformsTo: record_link,
  columns: record_link.columns,
  query: sql`
    select
      ${keyed(sql`ops.key_of('devices', 'reference', owner_id)`)} as link_key,
      record_key,
      ${personKey('shopify', 'customer', sql`owner_id`)} as other_record_key,
      'devices' as source,
      'reference' as link_type,
      min(registered_at) as linked_at
    from ${stg_devices__registrations}
    where record_key is not null
    group by record_key, owner_id`,
})

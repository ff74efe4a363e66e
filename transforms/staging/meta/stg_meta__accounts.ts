import { id, type Sql, sql, transform } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { firstValue } from '../first-value.ts'
import { stg_meta__mentions } from './stg_meta__mentions.ts'
import { stg_meta__messages } from './stg_meta__messages.ts'

const newest = (column: Sql) => firstValue(column, sql`sent_at desc, message_key`)

/** Addresses at facebook.com are left out: the platform generates them, and nobody reads them. */
export const stg_meta__accounts = transform('staging.stg_meta__accounts', {
  description: 'People on Facebook and Instagram who wrote to or about the company.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: {
    ...profile.columns,
    username: id('User name on the platform').orNull().pii('identifier'),
  },
  derive: normalisedProfile({ region: company.phoneRegion, junk: company.junk, from: ['full_name_written'] }),
  query: sql`
    with posts as (
      select
        record_key,
        account_id,
        nullif(trim(account ->> 'name'), '') as name,
        nullif(trim(account ->> 'username'), '') as username,
        sent_at,
        message_key
      from ${stg_meta__messages}
      union all
      select
        record_key,
        account_id,
        nullif(trim(account ->> 'name'), ''),
        nullif(trim(account ->> 'username'), ''),
        sent_at,
        message_key
      from ${stg_meta__mentions}
    )
    select
      record_key,
      'meta' as source,
      'account' as record_kind,
      min(account_id) as record_id,
      false as is_deleted,
      min(sent_at) as created_at,
      max(sent_at) as updated_at,
      ${newest(sql`name`)} as full_name_written,
      ${newest(sql`username`)} as username
    from posts
    where record_key is not null
    group by record_key`,
})

import { sql, transform } from '#engine'
import { record_link } from '../../canonical/record_link.ts'
import { personKey } from '../person-key.ts'
import { stg_segment__aliases } from './stg_segment__aliases.ts'
import { stg_segment__identifies } from './stg_segment__identifies.ts'
import { stg_segment__people } from './stg_segment__people.ts'
import { visits } from './visits.ts'

/**
 * A browser is linked to everybody who logged in there, which can be a family, and if nobody did, to everybody who gave an
 * address in a form there. Users log in with their shop account.
 * An alias does not say whether the former id is of a user or anonymous, so it links to the record that exists.
 */
export const stg_segment__record_links = transform('staging.stg_segment__record_links', {
  description:
    'Browsers and app installs with those who identified themselves there, and users with their shop accounts.',
  grain: ['link_key'],
  conformsTo: record_link,
  columns: record_link.columns,
  query: sql`
    with logins as (
      ${visits}
    ),
    known_visitors as (
      select visitor_id
      from logins
      where user_id is not null
      union
      select previous_id
      from ${stg_segment__aliases}
    ),
    links as (
      select
        ${personKey('segment', 'user', sql`user_id`)} as record_key,
        ${personKey('segment', 'anonymous', sql`visitor_id`)} as other_record_key,
        'login' as link_type,
        occurred_at
      from logins
      where user_id is not null and visitor_id is not null
      union all
      select
        record_key,
        visitor_key,
        'form',
        occurred_at
      from ${stg_segment__identifies} identified
      where form_id is not null
        and visitor_key is not null
        and not exists (select from known_visitors where known_visitors.visitor_id = identified.visitor_id)
      union all
      select
        record_key,
        ${personKey('shopify', 'customer', sql`record_id`)},
        'reference',
        coalesce(created_at, updated_at)
      from ${stg_segment__people}
      where record_kind = 'user'
      union all
      select
        alias.record_key,
        former.record_key,
        'alias',
        alias.occurred_at
      from ${stg_segment__aliases} alias
      join ${stg_segment__people} former
        on former.record_id = alias.previous_id and former.record_key <> alias.record_key
    )
    select
      ops.key_of('segment', link_type, record_key::text, other_record_key::text) as link_key,
      record_key,
      other_record_key,
      'segment' as source,
      link_type,
      min(occurred_at) as linked_at
    from links
    group by record_key, other_record_key, link_type`,
})

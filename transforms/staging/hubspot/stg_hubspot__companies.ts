import { sql, transform, withDeleted } from '#engine'
import { company } from '../../canonical/company.ts'
import { hubspot } from '../../sources/hubspot/hubspot.ts'
import { mergedIds } from './merged-ids.ts'

export const stg_hubspot__companies = transform('staging.stg_hubspot__companies', {
  description: 'Companies in the CRM.',
  grain: ['company_key'],
  conformsTo: company,
  columns: company.columns,
  query: sql`
    with merged as (${mergedIds(withDeleted(hubspot.companies))}
    )
    select
      ops.key_of('hubspot', 'company', id) as company_key,
      'hubspot' as source,
      id as company_id,
      nullif(trim(properties ->> 'name'), '') as company_name,
      nullif(
        regexp_replace(lower(trim(properties ->> 'domain')), '^(https?://)?(www\.)?([^/]*).*$', '\3'),
        ''
      ) as domain,
      nullif(trim(properties ->> 'industry'), '') as industry,
      (properties ->> 'numberofemployees')::integer as employee_count,
      (properties ->> 'annualrevenue')::numeric as annual_revenue,
      nullif(trim(properties ->> 'city'), '') as city,
      nullif(trim(properties ->> 'country'), '') as country,
      nullif(trim(properties ->> 'lifecyclestage'), '') as lifecycle_stage,
      "createdAt"::timestamptz as created_at,
      "updatedAt"::timestamptz as updated_at,
      _is_deleted as is_deleted
    from ${withDeleted(hubspot.companies)}
    where id not in (select former_id from merged)`,
})

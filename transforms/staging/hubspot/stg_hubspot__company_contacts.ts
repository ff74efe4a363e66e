import { keyed, sql, transform, withDeleted } from '#engine'
import { company_contact } from '../../canonical/company_contact.ts'
import { hubspot } from '../../sources/hubspot/hubspot.ts'
import { personKey } from '../person-key.ts'
import { survivingCompanies, survivingCompanyKey } from './surviving-company.ts'

/**
 * A contact says so with its associations, or else with a property; a deal for each of its contacts and each of its
 * companies. Companies that were merged count as one.
 */
export const stg_hubspot__company_contacts = transform('staging.stg_hubspot__company_contacts', {
  description: 'Companies that contacts of the CRM belong to, and companies that they deal for.',
  grain: ['contact_key'],
  conformsTo: company_contact,
  columns: company_contact.columns,
  query: sql`
    with said as (
      select
        'member' as contact_role,
        contact.id as contact_id,
        associated ->> 'id' as company_id,
        contact."createdAt"::timestamptz as created_at,
        contact."updatedAt"::timestamptz as updated_at,
        contact._is_deleted as is_deleted
      from ${withDeleted(hubspot.contacts)} contact
      cross join lateral jsonb_array_elements(contact.associations #> '{companies,results}') as associated
      union all
      select
        'member',
        id,
        properties ->> 'associatedcompanyid',
        "createdAt"::timestamptz,
        "updatedAt"::timestamptz,
        _is_deleted
      from ${withDeleted(hubspot.contacts)}
      where properties ->> 'associatedcompanyid' ~ '^[0-9]+$'
      union all
      select
        'deal contact',
        associated_contact ->> 'id',
        associated ->> 'id',
        deal."createdAt"::timestamptz,
        deal."updatedAt"::timestamptz,
        deal._is_deleted
      from ${withDeleted(hubspot.deals)} deal
      cross join lateral jsonb_array_elements(deal.associations #> '{companies,results}') as associated
      cross join lateral jsonb_array_elements(deal.associations #> '{contacts,results}') as associated_contact
    ),
    resolved as (
      select
        said.*,
        ${survivingCompanyKey(sql`said.company_id`)} as company_key
      from said
      left join (${survivingCompanies}) surviving on surviving.former_id = said.company_id
    )
    select
      ${keyed(sql`ops.key_of('hubspot', contact_role, contact_id, company_key::text)`)} as contact_key,
      ${personKey('hubspot', 'contact', sql`contact_id`)} as record_key,
      company_key,
      'hubspot' as source,
      contact_role,
      min(created_at) as observed_from,
      max(updated_at) as observed_to,
      bool_and(is_deleted) as is_deleted
    from resolved
    group by contact_id, company_key, contact_role`,
})

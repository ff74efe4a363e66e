import { holds, sql, transform, value, withDeleted } from '#engine'
import { company } from '#settings'
import { deal } from '../../canonical/deal.ts'
import { hubspot } from '../../sources/hubspot/hubspot.ts'
import { personKey } from '../person-key.ts'
import { mergedIds } from './merged-ids.ts'
import { survivingCompanies, survivingCompanyKey } from './surviving-company.ts'

/**
 * The API calls a stage `closedwon`, an export calls it "Closed Won". Custom pipelines have other stages, and
 * properties that say whether a deal is closed or won. A deal without a currency is in the account's currency. A deal
 * that was merged into another one is part of it.
 */
export const stg_hubspot__deals = transform('staging.stg_hubspot__deals', {
  description: 'Deals in the CRM, each with its first associated contact and company.',
  grain: ['deal_key'],
  conformsTo: deal,
  columns: deal.columns,
  tests: [holds('a deal that is won is closed', sql`is_closed or not is_won`)],
  query: sql`
    with merged_deals as (${mergedIds(withDeleted(hubspot.deals))}
    ),
    typed as (
      select
        id as deal_id,
        properties ->> 'dealname' as deal_name,
        nullif(trim(properties ->> 'hubspot_owner_id'), '') as agent_id,
        properties ->> 'pipeline' as pipeline,
        properties ->> 'dealstage' as stage,
        regexp_replace(lower(properties ->> 'dealstage'), '[^a-z]', '', 'g') as plain_stage,
        (properties ->> 'hs_is_closed')::boolean as is_closed_property,
        (properties ->> 'hs_is_closed_won')::boolean as is_won_property,
        (properties ->> 'amount')::numeric as amount,
        coalesce(properties ->> 'deal_currency_code', ${value(company.currency)}) as currency,
        (properties ->> 'closedate')::timestamptz as closed_at,
        associations #>> '{contacts,results,0,id}' as contact_id,
        associations #>> '{companies,results,0,id}' as company_id,
        "createdAt"::timestamptz as created_at,
        "updatedAt"::timestamptz as updated_at,
        _is_deleted as is_deleted
      from ${withDeleted(hubspot.deals)}
      where id not in (select former_id from merged_deals)
    ),
    with_outcome as (
      select
        *,
        coalesce(is_won_property, plain_stage = 'closedwon') as is_won
      from typed
    )
    select
      ops.key_of('hubspot', 'deal', deal_id) as deal_key,
      ${personKey('hubspot', 'contact', sql`contact_id`)} as record_key,
      ${survivingCompanyKey(sql`with_outcome.company_id`)} as company_key,
      'hubspot' as source,
      deal_id,
      nullif(trim(deal_name), '') as deal_name,
      agent_id,
      nullif(trim(pipeline), '') as pipeline,
      trim(stage) as stage,
      amount,
      currency,
      is_won or coalesce(is_closed_property, plain_stage = 'closedlost') as is_closed,
      is_won,
      created_at,
      closed_at,
      updated_at,
      is_deleted
    from with_outcome
    left join (${survivingCompanies}) surviving on surviving.former_id = with_outcome.company_id`,
})

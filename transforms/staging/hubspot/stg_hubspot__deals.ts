import { holds, sql, transform, value } from '#engine'
import { company } from '#settings'
import { deal } from '../../canonical/deal.ts'
import { hubspot } from '../../sources/hubspot/hubspot.ts'

/**
 * The API names a stage `closedwon`, an export labels it "Closed Won"; pipelines of one's own name stages as
 * they like, and say by properties what is closed and won. A deal without a currency is in the account's own.
 */
export const stg_hubspot__deals = transform('staging.stg_hubspot__deals', {
  description: 'Deals of the CRM, each with the first contact and company it is associated with.',
  grain: ['deal_key'],
  conformsTo: deal,
  columns: deal.columns,
  tests: [holds('a deal that is won is closed', sql`is_closed or not is_won`)],
  query: sql`
    with typed as (
      select
        id as deal_id,
        properties ->> 'dealname' as deal_name,
        properties ->> 'pipeline' as pipeline,
        properties ->> 'dealstage' as stage,
        regexp_replace(lower(properties ->> 'dealstage'), '[^a-z]', '', 'g') as plain_stage,
        (properties ->> 'hs_is_closed')::boolean as said_closed,
        (properties ->> 'hs_is_closed_won')::boolean as said_won,
        (properties ->> 'amount')::numeric as amount,
        coalesce(properties ->> 'deal_currency_code', ${value(company.currency)}) as currency,
        (properties ->> 'closedate')::timestamptz as closed_at,
        associations #>> '{contacts,results,0,id}' as contact_id,
        associations #>> '{companies,results,0,id}' as company_id,
        "createdAt"::timestamptz as created_at,
        "updatedAt"::timestamptz as updated_at,
        _is_deleted as is_deleted
      from ${hubspot.deals}
    ),
    judged as (
      select
        *,
        coalesce(said_won, plain_stage = 'closedwon') as is_won
      from typed
    )
    select
      ops.key_of('hubspot', 'deal', deal_id) as deal_key,
      ops.key_of('hubspot', 'contact', contact_id) as record_key,
      ops.key_of('hubspot', 'company', company_id) as company_key,
      'hubspot' as source,
      deal_id,
      nullif(trim(deal_name), '') as deal_name,
      nullif(trim(pipeline), '') as pipeline,
      trim(stage) as stage,
      amount,
      currency,
      is_won or coalesce(said_closed, plain_stage = 'closedlost') as is_closed,
      is_won,
      created_at,
      closed_at,
      updated_at,
      is_deleted
    from judged`,
})

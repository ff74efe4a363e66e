import { asOfDay, every, sql } from '#engine'
import { deal } from '../../canonical/deal.ts'
import { dayOf } from '../calendar/times.ts'

/**
 * Deals with their outcome and their days. Sources have one time for when a deal was closed and for when it is expected
 * to close; a deal that is closed without one was closed at its last change.
 */
export const datedDeals = sql`
  with judged as (
    select
      *,
      case
        when is_won then 'won'
        when is_closed then 'lost'
        else 'open'
      end as outcome,
      coalesce(updated_at, created_at) as changed_at
    from ${every(deal)} dealt
  ),
  dated as (
    select
      deal_key,
      record_key,
      company_key,
      agent_id,
      source,
      deal_id,
      pipeline,
      stage,
      outcome,
      is_deleted,
      currency,
      amount,
      created_at,
      ${dayOf(sql`created_at`)} as created_date,
      case when outcome <> 'open' then coalesce(closed_at, changed_at) end as closed_at,
      ${dayOf(sql`case when outcome <> 'open' then coalesce(closed_at, changed_at) end`)} as closed_date,
      ${dayOf(sql`case when outcome = 'open' then closed_at end`)} as expected_close_date,
      ${dayOf(sql`changed_at`)} as changed_date
    from judged
  )
  select
    *,
    case when closed_date <= ${asOfDay} then closed_date else changed_date end as value_date
  from dated`

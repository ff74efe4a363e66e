import { sql } from '#engine'
import { fct_campaign_responses } from '../../warehouse/fct_campaign_responses.ts'
import { fct_campaign_sends } from '../../warehouse/fct_campaign_sends.ts'
import { fct_loyalty_movements } from '../../warehouse/fct_loyalty_movements.ts'
import { fct_sessions } from '../../warehouse/fct_sessions.ts'
import { fct_subscriptions } from '../../warehouse/fct_subscriptions.ts'
import { window } from './order-history.ts'

/* More parts of that query: how close the customer and the company are otherwise. */

export const mailed = sql`
      select
        cases.case_key,
        count(*) as sent_count
      from cases
      join ${fct_campaign_sends} sent using (customer_key)
      where sent.sent_at < cases.cut_at
        and sent.sent_at >= cases.cut_at - ${window} / 2
      group by cases.case_key`

/** What mail programs open by themselves is left out. The last choice about messages counts, however long ago. */
export const reactions = sql`
      select
        cases.case_key,
        count(*) filter (
          where reaction.response_type in ('opened', 'clicked')
            and reaction.is_first
            and reaction.responded_at >= cases.cut_at - ${window} / 2
        ) as reaction_count,
        coalesce(
          max(reaction.responded_at) filter (where reaction.response_type = 'unsubscribed')
            >= max(reaction.responded_at) filter (where reaction.response_type in ('subscribed', 'unsubscribed')),
          false
        )::integer as has_unsubscribed
      from cases
      join ${fct_campaign_responses} reaction using (customer_key)
      where not reaction.is_automatic
        and reaction.responded_at < cases.cut_at
      group by cases.case_key`

/**
 * Visits since the last order that were known to be theirs at the time. One that a later login attached is left out: in
 * the past it would show that they came back, and today nobody knows it yet.
 */
export const visits = sql`
      select
        cases.case_key,
        count(*) as visit_count
      from cases
      join ${fct_sessions} visit using (customer_key)
      where visit.person_evidence in ('identified in the session', 'identified earlier', 'identified before and after')
        and visit.started_date > cases.last_ordered_date
        and visit.ended_at < cases.cut_at
        and visit.ended_at >= cases.cut_at - ${window} / 4
      group by cases.case_key`

export const points = sql`
      select
        cases.case_key,
        (count(*) filter (where moved.movement_type = 'redeemed') > 0)::integer as has_redeemed
      from cases
      join ${fct_loyalty_movements} moved using (customer_key)
      where moved.occurred_at < cases.cut_at
      group by cases.case_key`

/** A subscription that ends after the cut was paid for at it, whatever is known of its end since. */
export const subscribed = sql`
      select
        cases.case_key,
        bool_or(not coalesce(subscription.paid_until_date < cases.cut_date, false))::integer as is_subscribed
      from cases
      join ${fct_subscriptions} subscription using (customer_key)
      where subscription.excluded_because is null
        and subscription.paid_from_date < cases.cut_date
        and not coalesce(subscription.paid_until_date < cases.cut_date - ${window}, false)
      group by cases.case_key`

import { sql } from '#engine'
import { fct_returns } from '../../warehouse/fct_returns.ts'
import { fct_shipments } from '../../warehouse/fct_shipments.ts'
import { fct_support_cases } from '../../warehouse/fct_support_cases.ts'
import { fct_survey_responses } from '../../warehouse/fct_survey_responses.ts'
import { window } from './order-history.ts'

/* More parts of that query: what went wrong, and what people said about it. */

/**
 * Parcels that were late by what was known at the cut: shipped after the promised day, or not yet although that day had
 * passed. What is shipped later is not known yet, so the fact's own `is_late` cannot be used.
 */
const lateParcels = sql`
        select
          cases.case_key,
          'late parcel' as event,
          parcel.ordered_date >= cases.last_ordered_date as is_of_last_order
        from cases
        join ${fct_shipments} parcel using (customer_key)
        where parcel.direction = 'outbound'
          and parcel.state <> 'cancelled'
          and parcel.ordered_at < cases.cut_at
          and parcel.ordered_at >= cases.cut_at - ${window}
          and parcel.promised_date < coalesce(
            case when parcel.shipped_at < cases.cut_at then parcel.shipped_date end,
            cases.cut_date - 1
          )`

const requestsForHelp = sql`
        select
          cases.case_key,
          'request for help',
          asked.opened_date >= cases.last_ordered_date as is_of_last_order
        from cases
        join ${fct_support_cases} asked using (customer_key)
        where asked.excluded_because is null
          and asked.opened_by = 'customer'
          and asked.opened_at < cases.cut_at
          and asked.opened_at >= cases.cut_at - ${window}`

/** Trouble with the last order, and before it: a customer who came back after trouble has shown that they stay. */
export const trouble = sql`
      select
        case_key,
        bool_or(is_of_last_order and event = 'late parcel')::integer as late_parcel,
        bool_or(is_of_last_order and event = 'request for help')::integer as asked_for_help,
        bool_or(not is_of_last_order)::integer as earlier_trouble
      from (
        ${lateParcels}
        union all
        ${requestsForHelp}
      ) events
      group by case_key`

/** Goods that came back since the last order, as requested or refunded before the cut. */
export const returned = sql`
      select
        cases.case_key,
        1 as last_return
      from cases
      join ${fct_returns} sent_back using (customer_key)
      where sent_back.ordered_date >= cases.last_ordered_date
        and (
          (sent_back.return_type = 'request' and sent_back.requested_at < cases.cut_at)
          or (sent_back.return_type = 'goods' and sent_back.refunded_at < cases.cut_at)
        )
      group by cases.case_key`

/** Their last answer to a survey within the window, as a share of its scale. */
export const answers = sql`
      select distinct on (cases.case_key)
        cases.case_key,
        (answer.score_share < 0.5)::integer as is_unhappy,
        (answer.score_share >= 0.75)::integer as is_happy
      from cases
      join ${fct_survey_responses} answer using (customer_key)
      where answer.score_share is not null
        and answer.responded_at < cases.cut_at
        and answer.responded_at >= cases.cut_at - ${window}
      order by
        cases.case_key,
        answer.responded_at desc,
        answer.survey_response_key`

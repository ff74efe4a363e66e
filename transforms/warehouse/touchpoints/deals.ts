import { sql } from '#engine'
import { fct_deals } from '../fct_deals.ts'
import { amountText } from './amount-text.ts'

/** A deal shows its amount when it is won or lost, not before. */
export const dealsTouchpoints = sql`
  select
    customer_key,
    milestone.occurred_at,
    milestone.touchpoint_type,
    null::text as channel,
    milestone.direction,
    milestone.sentence,
    case when milestone.is_closing then original_amount end as original_amount,
    case when milestone.is_closing and original_amount is not null then currency end as currency,
    case when milestone.is_closing then deal_amount end as amount,
    'fct_deals' as fact,
    deal_key as fact_key
  from ${fct_deals}
  cross join lateral (
    values
      (created_at, 'deal opened', 'internal', 'A deal was opened', false),
      (
        closed_at,
        'deal ' || outcome,
        'inbound',
        concat(
          'A deal',
          case when original_amount is not null then ' of ' || ${amountText(sql`original_amount`, sql`currency`)} end,
          ' was ',
          outcome
        ),
        true
      )
  ) as milestone(occurred_at, touchpoint_type, direction, sentence, is_closing)
  where customer_key > 0
    and excluded_because is null
    and milestone.occurred_at is not null`

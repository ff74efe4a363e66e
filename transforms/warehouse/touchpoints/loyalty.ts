import { sql } from '#engine'
import { fct_loyalty_movements } from '../fct_loyalty_movements.ts'
import { noAmount } from './no-amount.ts'

/** Only redeeming points is something that the customer does; the programme does the rest. */
export const loyaltyTouchpoints = sql`
  select
    customer_key,
    occurred_at,
    'points ' || movement_type as touchpoint_type,
    null::text as channel,
    case movement_type when 'redeemed' then 'inbound' when 'expired' then 'internal' else 'outbound' end as direction,
    case
      when movement_type = 'earned' and points > 0 then 'Earned ' || points || ' points'
      when movement_type = 'redeemed' and points < 0 then 'Redeemed ' || -points || ' points'
      when movement_type = 'expired' and points < 0 then -points || ' points expired'
      when points > 0 then 'Got ' || points || ' points'
      else 'Lost ' || -points || ' points'
    end as sentence,
    ${noAmount},
    'fct_loyalty_movements' as fact,
    movement_key as fact_key
  from ${fct_loyalty_movements}
  where customer_key > 0`

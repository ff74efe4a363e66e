import { sql } from '#engine'
import { fct_support_cases } from '../fct_support_cases.ts'
import { durationInWords } from './duration-in-words.ts'
import { mediumInWords } from './medium-in-words.ts'
import { noAmount } from './no-amount.ts'

/**
 * Opening a case stands for its first message, which is not shown again. An answer is shown by its message; only a case
 * that came without messages shows that it was answered.
 */
export const casesTouchpoints = sql`
  select
    customer_key,
    milestone.occurred_at,
    milestone.touchpoint_type,
    channel,
    milestone.direction,
    milestone.sentence,
    ${noAmount},
    'fct_support_cases' as fact,
    case_key as fact_key
  from ${fct_support_cases}
  cross join lateral (
    values
      (
        opened_at,
        'ticket opened',
        case opened_by when 'customer' then 'inbound' else 'outbound' end,
        concat(
          case opened_by when 'customer' then 'Asked for help by ' else 'Was written to by ' end,
          ${mediumInWords(sql`channel`)},
          ', ticket ' || case_id,
          ', ' || case_type,
          ', priority ' || priority
        )
      ),
      (
        case when message_count = 0 then first_replied_at end,
        'ticket answered',
        'outbound',
        'Got an answer to ticket ' || case_id
      ),
      (
        solved_at,
        'ticket solved',
        'internal',
        concat(
          'Ticket ' || case_id || ' was solved',
          ', ' || ${durationInWords(sql`solution_minutes * 60`)} || ' after it was opened'
        )
      )
  ) as milestone(occurred_at, touchpoint_type, direction, sentence)
  where customer_key > 0
    and excluded_because is null
    and milestone.occurred_at is not null`

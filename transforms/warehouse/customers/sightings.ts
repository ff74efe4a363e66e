import { type CanonicalShape, type ColumnName, type Columns, columns, every, type Sql, sql } from '#engine'
import { call } from '../../canonical/call.ts'
import { checkout } from '../../canonical/checkout.ts'
import { consent } from '../../canonical/consent.ts'
import { device } from '../../canonical/device.ts'
import { message } from '../../canonical/message.ts'
import { order } from '../../canonical/order.ts'
import { payment } from '../../canonical/payment.ts'
import { points_movement } from '../../canonical/points_movement.ts'
import { return_request } from '../../canonical/return_request.ts'
import { support_case } from '../../canonical/support_case.ts'
import { survey_response } from '../../canonical/survey_response.ts'
import { web_event } from '../../canonical/web_event.ts'

function seenIn<C extends Columns>(shape: CanonicalShape<C>, at: NoInfer<ColumnName<C>>): Sql {
  return sql`
      select
        record_key,
        min(${columns(at)}) as first_at,
        max(${columns(at)}) as last_at
      from ${every(shape)} event
      where record_key is not null
      group by record_key`
}

/**
 * When each profile record was first and last behind something that happened, one row for each process. What the
 * company sends is no sighting, because nobody has to read it.
 */
export const sightings = [
  seenIn(order, 'ordered_at'),
  seenIn(checkout, 'started_at'),
  seenIn(payment, 'occurred_at'),
  seenIn(return_request, 'requested_at'),
  seenIn(web_event, 'occurred_at'),
  seenIn(support_case, 'opened_at'),
  seenIn(message, 'sent_at'),
  seenIn(call, 'started_at'),
  seenIn(survey_response, 'responded_at'),
  seenIn(consent, 'decided_at'),
  seenIn(points_movement, 'occurred_at'),
  seenIn(device, 'registered_at'),
].reduce(
  (all, one) => sql`${all}
      union all${one}`,
)

import { type CanonicalShape, columns, every, type Sql, sql } from '#engine'
import { call } from '../../canonical/call.ts'
import { campaign } from '../../canonical/campaign.ts'
import { campaign_cost } from '../../canonical/campaign_cost.ts'
import { checkout } from '../../canonical/checkout.ts'
import { consent } from '../../canonical/consent.ts'
import { deal } from '../../canonical/deal.ts'
import { device } from '../../canonical/device.ts'
import { device_reading } from '../../canonical/device_reading.ts'
import { message } from '../../canonical/message.ts'
import { order } from '../../canonical/order.ts'
import { order_line } from '../../canonical/order_line.ts'
import { payment } from '../../canonical/payment.ts'
import { points_movement } from '../../canonical/points_movement.ts'
import { return_request } from '../../canonical/return_request.ts'
import { shipment } from '../../canonical/shipment.ts'
import { subscription } from '../../canonical/subscription.ts'
import { support_case } from '../../canonical/support_case.ts'
import { survey_response } from '../../canonical/survey_response.ts'
import { touchpoint } from '../../canonical/touchpoint.ts'
import { variant_stock } from '../../canonical/variant_stock.ts'
import { web_event } from '../../canonical/web_event.ts'

/** The shapes that become facts: each of their instants can be a day of a fact. */
const processes: readonly CanonicalShape[] = [
  call,
  campaign,
  campaign_cost,
  checkout,
  consent,
  deal,
  device,
  device_reading,
  message,
  order,
  order_line,
  payment,
  points_movement,
  return_request,
  shipment,
  subscription,
  support_case,
  survey_response,
  touchpoint,
  variant_stock,
  web_event,
]

/** One query for each instant: to read a table again is faster than to make a row of each instant of each row. */
function instantsOf(shape: CanonicalShape): Sql[] {
  const instants = Object.entries(shape.columns).filter(
    ([, { pgType }]) => pgType === 'timestamp with time zone',
  )
  return instants.map(
    ([name]) => sql`
      select date_bin('1 day', ${columns(name)}, timestamptz '2000-01-01 00:00:00+00') as at
      from ${every(shape)} event
      group by 1`,
  )
}

/** The days, in UTC, of everything that happened or is due in any process, each once for an instant of a process. */
export const datedEvents = processes.flatMap(instantsOf).reduce(
  (all, one) => sql`${all}
      union all${one}`,
)

import { every, sql } from '#engine'
import { call } from '../canonical/call.ts'
import { checkout } from '../canonical/checkout.ts'
import { consent } from '../canonical/consent.ts'
import { deal } from '../canonical/deal.ts'
import { device } from '../canonical/device.ts'
import { device_reading } from '../canonical/device_reading.ts'
import { message } from '../canonical/message.ts'
import { order } from '../canonical/order.ts'
import { order_line } from '../canonical/order_line.ts'
import { payment } from '../canonical/payment.ts'
import { points_movement } from '../canonical/points_movement.ts'
import { return_request } from '../canonical/return_request.ts'
import { shipment } from '../canonical/shipment.ts'
import { subscription } from '../canonical/subscription.ts'
import { support_case } from '../canonical/support_case.ts'
import { survey_response } from '../canonical/survey_response.ts'
import { touchpoint } from '../canonical/touchpoint.ts'
import { web_event } from '../canonical/web_event.ts'

/** When the events happened that are facts, by the instant that gives a fact its day. */
export const eventTimes = sql`
  select ordered_at as at from ${every(order)} placed
  union all
  select occurred_at from ${every(order_line)} line
  union all
  select occurred_at from ${every(payment)} paid
  union all
  select created_at from ${every(shipment)} sent
  union all
  select requested_at from ${every(return_request)} requested
  union all
  select started_at from ${every(subscription)} subscribed
  union all
  select started_at from ${every(checkout)} begun
  union all
  select occurred_at from ${every(touchpoint)} touched
  union all
  select occurred_at from ${every(web_event)} visited
  union all
  select opened_at from ${every(support_case)} asked
  union all
  select sent_at from ${every(message)} written
  union all
  select started_at from ${every(call)} called
  union all
  select responded_at from ${every(survey_response)} answered
  union all
  select decided_at from ${every(consent)} decided
  union all
  select occurred_at from ${every(points_movement)} moved
  union all
  select created_at from ${every(deal)} dealt
  union all
  select registered_at from ${every(device)} registered
  union all
  select recorded_at from ${every(device_reading)} measured`

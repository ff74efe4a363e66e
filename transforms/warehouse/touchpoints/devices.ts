import { sql } from '#engine'
import { dim_device } from '../dim_device.ts'
import { fct_device_registrations } from '../fct_device_registrations.ts'
import { noAmount } from './no-amount.ts'

/** Readings are no contacts: nobody reads thousands of them from top to bottom. */
export const devicesTouchpoints = sql`
  select
    customer_key,
    milestone.occurred_at,
    milestone.touchpoint_type,
    null::text as channel,
    'inbound' as direction,
    milestone.verb || ' a device of the model ' || model as sentence,
    ${noAmount},
    'fct_device_registrations' as fact,
    device_key as fact_key
  from ${fct_device_registrations} registered
  join ${dim_device} using (device_key)
  cross join lateral (
    values
      (registered.registered_at, 'device registered', 'Registered'),
      (registered.unregistered_at, 'device unregistered', 'Unregistered')
  ) as milestone(occurred_at, touchpoint_type, verb)
  where customer_key > 0
    and milestone.occurred_at is not null`

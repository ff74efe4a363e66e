import { day, every, id, instant, integer, key, references, sql, transform, unknownKey } from '#engine'
import { device } from '../canonical/device.ts'
import { dayOf } from './calendar/times.ts'
import { conserves } from './conserves.ts'
import { customerOfRecord } from './customers/customer-of-record.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'
import { dim_device } from './dim_device.ts'

/**
 * An accumulating snapshot: the row of a device changes when it is given up. The source keeps only the newest
 * registration of a device, so an earlier owner is lost when the next one registers it.
 */
export const fct_device_registrations = transform('warehouse.fct_device_registrations', {
  description: 'Registrations of connected devices, one row for each device with its present or last owner.',
  grain: ['device_key'],
  columns: {
    device_key: key('The device'),
    customer_key: key('The owner; -1 while unknown'),
    record_key: key('Profile record of the owner').orNull(),
    source: id('Source system'),
    registered_at: instant('When the owner registered it'),
    registered_date: day('The day of that, in the time zone of the company'),
    unregistered_at: instant('When the owner unregistered it').orNull(),
    unregistered_date: day('The day of that, in the time zone of the company').orNull(),
    owned_days: integer('Days from registering to unregistering it; missing until then. Additive').orNull(),
  },
  indexes: [['customer_key']],
  tests: [
    references('device_key', dim_device),
    references('customer_key', dim_customer),
    references('registered_date', dim_date, 'date_day'),
    references('unregistered_date', dim_date, 'date_day'),
    conserves(device),
  ],
  query: sql`
    select
      registered.device_key,
      coalesce(i.customer_key, ${unknownKey}) as customer_key,
      registered.record_key,
      registered.source,
      registered.registered_at,
      ${dayOf(sql`registered.registered_at`)} as registered_date,
      registered.unregistered_at,
      ${dayOf(sql`registered.unregistered_at`)} as unregistered_date,
      ${dayOf(sql`registered.unregistered_at`)} - ${dayOf(sql`registered.registered_at`)} as owned_days
    from ${every(device)} registered
    left join (${customerOfRecord}) i using (record_key)`,
})

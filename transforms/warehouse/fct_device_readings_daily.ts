import {
  day,
  decimal,
  every,
  holds,
  id,
  integer,
  key,
  references,
  returnsNone,
  sql,
  text,
  transform,
  unknownKey,
} from '#engine'
import { device_reading } from '../canonical/device_reading.ts'
import { dayOf } from './calendar/times.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'
import { dim_device } from './dim_device.ts'
import { fct_device_registrations } from './fct_device_registrations.ts'

/**
 * Readings belong to the owner of that day: those from before the registration or after its end are nobody's we know,
 * because devices change hands. A late reading changes the row of the day it was measured, by the clock of the device.
 * Readings in two units are never added.
 */
export const fct_device_readings_daily = transform('warehouse.fct_device_readings_daily', {
  description: 'What connected devices measured, one row for each device, metric, unit and day.',
  grain: ['daily_reading_key'],
  columns: {
    daily_reading_key: key('Surrogate key of the device, metric, unit and day'),
    device_key: key('The device'),
    metric: text('What was measured, such as temperature'),
    unit: text('Unit of the readings; none if the source gives none'),
    reading_date: day('Day on which it was measured, in the time zone of the company'),
    customer_key: key('Who had the device registered on that day; -1 if nobody, or while unknown'),
    source: id('Source system'),
    reading_count: integer('Readings with a value. Additive'),
    failed_count: integer('Readings without a value, because the sensor failed. Additive'),
    reading_sum: decimal(
      'Sum of the readings. Additive within a metric and unit; divide it by reading_count for the average',
    ).orNull(),
    lowest_reading: decimal('Lowest reading. Not additive').orNull(),
    average_reading: decimal('Average of the readings. Not additive: divide sums by counts instead').orNull(),
    highest_reading: decimal('Highest reading. Not additive').orNull(),
  },
  indexes: [['customer_key'], ['reading_date']],
  tests: [
    references('device_key', dim_device),
    references('customer_key', dim_customer),
    references('reading_date', dim_date, 'date_day'),
    holds(
      'the average is between the lowest and the highest',
      sql`average_reading between lowest_reading and highest_reading`,
    ),
    returnsNone(
      'every staged reading is counted',
      (self) => sql`
        select
          count(*) as reading_count,
          sum(reading) as reading_sum
        from ${every(device_reading)} staged
        except
        select
          coalesce(sum(reading_count + failed_count), 0),
          sum(reading_sum)
        from ${self}`,
    ),
  ],
  query: sql`
    with daily as (
      select
        device_key,
        metric,
        coalesce(unit, 'none') as unit,
        ${dayOf(sql`recorded_at`)} as reading_date,
        source,
        count(reading)::integer as reading_count,
        (count(*) - count(reading))::integer as failed_count,
        sum(reading) as reading_sum,
        min(reading) as lowest_reading,
        max(reading) as highest_reading
      from ${every(device_reading)} measured
      group by 1, 2, 3, 4, 5
    )
    select
      ops.key_of(daily.device_key::text, daily.metric, daily.unit, daily.reading_date::text) as daily_reading_key,
      daily.device_key,
      daily.metric,
      daily.unit,
      daily.reading_date,
      coalesce(owned.customer_key, ${unknownKey}) as customer_key,
      daily.source,
      daily.reading_count,
      daily.failed_count,
      daily.reading_sum,
      daily.lowest_reading,
      daily.reading_sum / nullif(daily.reading_count, 0) as average_reading,
      daily.highest_reading
    from daily
    left join ${fct_device_registrations} owned
      on owned.device_key = daily.device_key
      and daily.reading_date >= owned.registered_date
      and (owned.unregistered_date is null or daily.reading_date <= owned.unregistered_date)`,
})

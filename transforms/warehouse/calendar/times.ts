import { type Sql, sql, value } from '#engine'
import { company } from '#settings'

/** The day of an instant, in the time zone of the company. */
export function dayOf(instant: Sql): Sql {
  return sql`(${instant} at time zone ${value(company.timeZone)})::date`
}

/** Minutes from one instant to a later one; null if either is missing, or if the source has them in the wrong order. */
export function minutesBetween(from: Sql, to: Sql): Sql {
  return sql`case when ${to} >= ${from} then round(extract(epoch from ${to} - ${from}) / 60, 1) end`
}

/** The minute of the day of an instant, in the time zone of the company, as `dim_time_of_day` counts them. */
export function minuteOfDay(instant: Sql): Sql {
  return sql`floor(extract(epoch from (${instant} at time zone ${value(company.timeZone)})::time) / 60)::integer`
}

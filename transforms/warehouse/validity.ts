import { asOfDay, columns, type Expectation, holds, returnsNone, sql, value } from '#engine'
import { company } from '#settings'

/** From when the first version of something is valid, and until when the current one is: no fact is older or newer. */
export const beginning = sql`timestamptz '0001-01-01 00:00:00+00'`
export const ending = sql`timestamptz '9999-12-31 00:00:00+00'`

/** The day after the as-of day begins: what is dated from then on is in no version. */
export const tomorrow = sql`(${asOfDay} + 1)::timestamp at time zone ${value(company.timeZone)}`

/** The same in the declaration of a special member. */
export const alwaysValid = {
  valid_from: '0001-01-01 00:00:00+00',
  valid_to: '9999-12-31 00:00:00+00',
} as const

/** Tests of a type 2 dimension: the versions of each member follow each other from the beginning to an open end. */
export function versionsOf(durableKey: string): readonly Expectation<never>[] {
  return [
    holds('a version ends after it begins', sql`valid_from < valid_to`),
    holds('the version without an end is the current one', sql`is_current = (valid_to = ${ending})`),
    returnsNone(
      'versions follow each other without gaps and overlaps',
      (self) => sql`
        select *
        from (
          select
            *,
            lag(valid_to, 1, ${beginning}) over of_member as former_valid_to,
            lead(valid_from, 1, ${ending}) over of_member as next_valid_from
          from ${self}
          window of_member as (partition by ${columns(durableKey)} order by valid_from, valid_to)
        ) version
        where valid_from <> former_valid_to
          or valid_to <> next_valid_from`,
    ),
  ]
}

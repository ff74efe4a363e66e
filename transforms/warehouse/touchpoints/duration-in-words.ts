import { type Sql, sql } from '#engine'

/** A number of seconds as people say it: 40 seconds, 3 minutes, 5 hours, 2 days. */
export function durationInWords(seconds: Sql): Sql {
  return sql`case
      when ${seconds} < 1.5 then '1 second'
      when ${seconds} < 90 then round(${seconds}) || ' seconds'
      when ${seconds} < 5400 then round(${seconds} / 60) || ' minutes'
      when ${seconds} < 172800 then round(${seconds} / 3600) || ' hours'
      else round(${seconds} / 86400) || ' days'
    end`
}

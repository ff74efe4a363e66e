import { type Sql, sql } from '#engine'

/** By what a case or a message came, as it reads after "by". */
export function mediumInWords(channel: Sql): Sql {
  return sql`case ${channel}
      when 'voice' then 'phone'
      when 'web' then 'web form'
      when 'api' then 'another system'
      when 'unknown' then 'an unknown channel'
      else ${channel}
    end`
}

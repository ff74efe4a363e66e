import { notApplicableKey, type Sql, sql, unknownKey } from '#engine'

/** The campaign of a message, or of the reaction to it: -1 if it is about a message of nobody knows which, -2 if of none. */
export function campaignKeyOfMessage(row: Sql): Sql {
  return sql`coalesce(
        ${row}.campaign_key,
        case when coalesce(${row}.message_id, ${row}.campaign_name) is null then ${notApplicableKey} else ${unknownKey} end
      )`
}

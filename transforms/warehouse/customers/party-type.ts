import { sql } from '#engine'

export const partyTypes = ['person', 'organisation', 'unconfirmed', 'anonymous', 'unknown'] as const

/**
 * Who is behind the records of a customer key. The one place that decides whom the company counts:
 *
 * - organisation: the records name an organisation
 * - person: somebody has ordered, even if only by a customer number; or a name says who it is
 * - unconfirmed: a mailbox or a number without a name, or a single record that may be somebody who is counted already,
 *   because somebody else has its name and it has at most one detail (email address, telephone, address, date of birth),
 *   or because it waits for a review with that person's records
 * - anonymous: nothing says who it is, such as the consent that a cookie banner took
 */
export const partyType = sql`
  case
    when named_party_type = 'organisation' then 'organisation'
    when has_ordered then 'person'
    when full_name is not null
      and not is_doubted
      and (
        record_count > 1
        or not has_namesake
        or (email is not null)::integer + (phone is not null)::integer + (birth_date is not null)::integer
          + (coalesce(street, postcode) is not null)::integer >= 2
      )
      then 'person'
    when coalesce(full_name, email, phone) is not null then 'unconfirmed'
    else 'anonymous'
  end`

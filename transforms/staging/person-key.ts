import { keyed, type Sql, sql, value } from '#engine'
import { company } from '#settings'
import { mailProviders } from '../../normalise/data/mail-providers.ts'
import { junkRules } from '../../normalise/junk.ts'
import { normalisePhone } from '../../normalise/phone.ts'

/*
 * The guard that every id, address and number passes before it identifies a person: what a program or a person writes
 * where a value is missing is no value. Each function gives null for junk, so what depends on it falls back to the next
 * identifier, or names nobody.
 */

const phones = (company.junk?.phones ?? []).flatMap((phone) => [
  phone,
  normalisePhone(phone, company.phoneRegion).phone ?? phone,
])
const junk = junkRules({ ...company.junk, phones })
const tagging = mailProviders
  .filter(({ tag }) => tag !== '-')
  .flatMap(({ domains }) => domains)
  .map((domain) => domain.replaceAll('.', '\\.'))
  .join('|')

/** Keeps a subquery apart, so that its columns are computed once. */
const fence = sql`offset 0`

/** The key of the record of a person, made with the secrets of the installation; null if the id is missing or junk. */
export function personKey(source: string, kind: string, id: Sql): Sql {
  return keyOfPerson(sql`${value(source)}`, sql`${value(kind)}`, id)
}

/** The same for a source and a kind that are columns. */
export function keyOfPerson(source: Sql, kind: Sql, id: Sql): Sql {
  return keyed(sql`ops.key_of(${source}, ${kind}, ${knownId(id)})`)
}

/**
 * The id of a person as the source has it; null if it is blank or junk. Each part is computed once, in a subquery that the
 * planner does not dissolve: otherwise an id that is an expression itself would be computed a dozen times.
 */
export function knownId(id: Sql): Sql {
  return sql`(
      select
        case
          when plain_person_id = any (${value([...junk.ids])}) then null
          when plain_person_id ~ ${value(junk.idPattern.source)} then null
          when strpos(written_person_id, '@') = 0 then written_person_id
          when ${isJunkEmail} then null
          else written_person_id
        end
      from (
        select
          written_person_id,
          lower(trim(written_person_id)) as plain_person_id
        from (select ${id} as written_person_id ${fence}) given
        ${fence}
      ) written
    )`
}

/** An email address in lower case, without spaces around it; null if it is junk. */
export function knownEmail(email: Sql): Sql {
  return sql`lower(trim(${knownId(email)}))`
}

/** A phone number as written, without spaces around it; null if it is junk or has no digit. */
export function knownPhone(phone: Sql): Sql {
  const digits = sql`regexp_replace(${phone}, '\D', '', 'g')`
  return sql`case
    when ${digits} = '' then null
    when ${digits} = any (${value([...junk.phones])}) then null
    when ${digits} ~ ${value(junk.phonePattern.source)} then null
    when trim(${phone}) like '+%' and ${digits} = any (${value([...junk.withheld])}) then null
    else trim(${phone})
  end`
}

/** The mailbox of an address: without a tag, if the provider is known to ignore tags. */
export function mailbox(email: Sql): Sql {
  return sql`regexp_replace(${email}, ${value(`^([^+@]+)\\+[^@]*(@(?:${tagging}))$`)}, '\1\2')`
}

/** Whether the address `plain_person_id` is junk. Patterns cost most, so what a comparison can rule out is ruled out first. */
const isJunkEmail = sql`(
            select
              plain_person_id = any (${value([...junk.emails])})
                or substring(plain_person_id from '[^@]*$') = any (${value([...junk.domains])})
                or plain_person_mailbox = any (${value([...junk.mailboxes])})
                or (starts_with(plain_person_id, concat(person_mailbox, '@', person_mailbox, '.')) and person_mailbox ~ ${value(junk.repeatedPattern.source)})
            from (
              select
                split_part(plain_person_id, '@', 1) as person_mailbox,
                regexp_replace(
                  translate(regexp_replace(regexp_replace(plain_person_id, '@[^@]*$', ''), '(.)\+.*$', '\1'), '._-', ''),
                  '([a-z]{4})\d+$',
                  '\1'
                ) as plain_person_mailbox
              ${fence}
            ) address
          )`

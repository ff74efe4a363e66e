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

/** The key of the record of a person, made with the secrets of the installation; null if the id is missing or junk. */
export function personKey(source: string, kind: string, id: Sql): Sql {
  return keyOfPerson(sql`${value(source)}`, sql`${value(kind)}`, id)
}

/** The same for a source and a kind that are columns. */
export function keyOfPerson(source: Sql, kind: Sql, id: Sql): Sql {
  return keyed(sql`ops.key_of(${source}, ${kind}, ${knownId(id)})`)
}

/** The id of a person as the source has it; null if it is blank or junk. */
export function knownId(id: Sql): Sql {
  return sql`case
    when lower(trim(${id})) = any (${value([...junk.ids])}) then null
    when lower(trim(${id})) ~ ${value(junk.idPattern.source)} then null
    when strpos(${id}, '@') = 0 then ${id}
    when ${isJunkEmail(sql`lower(trim(${id}))`)} then null
    else ${id}
  end`
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

/** Regular expressions with back references cost most, so what a plain comparison can rule out is ruled out first. */
function isJunkEmail(email: Sql): Sql {
  const local = sql`regexp_replace(regexp_replace(${email}, '@[^@]*$', ''), '(.)\+.*$', '\1')`
  const box = sql`regexp_replace(translate(${local}, '._-', ''), '([a-z]{4})\d+$', '\1')`
  const word = sql`split_part(${email}, '@', 1)`
  return sql`(
      ${email} = any (${value([...junk.emails])})
      or substring(${email} from '[^@]*$') = any (${value([...junk.domains])})
      or (starts_with(${email}, concat(${word}, '@', ${word}, '.')) and ${word} ~ ${value(junk.repeatedPattern.source)})
      or ${box} = any (${value([...junk.mailboxes])})
    )`
}

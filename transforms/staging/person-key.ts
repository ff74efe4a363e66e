import { type Sql, sql, value } from '#engine'
import { company } from '#settings'
import { mailProviders } from '../../normalise/data/mail-providers.ts'
import { junkRules } from '../../normalise/junk.ts'

/*
 * The guard that every id, address and number passes before it identifies a person: what a program or a person writes
 * where a value is missing is no value. Each function gives null for junk, so what depends on it falls back to the next
 * identifier, or names nobody.
 */

const junk = junkRules(company.junk)
const tagging = mailProviders
  .filter(({ tag }) => tag !== '-')
  .flatMap(({ domains }) => domains)
  .map((domain) => domain.replaceAll('.', '\\.'))
  .join('|')

/** The key of the record of a person; null if the id is missing or junk. */
export function personKey(source: string, kind: string, id: Sql): Sql {
  return sql`ops.key_of(${value(source)}, ${value(kind)}, ${knownId(id)})`
}

/** The id of a person as the source has it, without spaces around it; null if it is junk. */
export function knownId(id: Sql): Sql {
  return sql`(
    select given
    from (values (nullif(trim(${id}), ''))) as id(given)
    where
      lower(given) <> all (${value([...junk.ids])})
      and lower(given) !~ ${value(junk.idPattern.source)}
      and not ${isJunkEmail(sql`lower(given)`)}
  )`
}

/** An email address in lower case; null if it is junk. */
export function knownEmail(email: Sql): Sql {
  return sql`(
    select given
    from (values (nullif(lower(trim(${email})), ''))) as email(given)
    where
      lower(given) <> all (${value([...junk.ids])})
      and not ${isJunkEmail(sql`given`)}
  )`
}

/** A phone number as written, without spaces around it; null if it is junk. */
export function knownPhone(phone: Sql): Sql {
  return sql`(
    select given
    from (values (nullif(trim(${phone}), ''))) as phone(given)
    cross join lateral (values (regexp_replace(given, '\D', '', 'g'))) as dialled(digits)
    where
      digits <> ''
      and digits <> all (${value([...junk.phones])})
      and digits !~ ${value(junk.phonePattern.source)}
      and not (given like '+%' and digits = any (${value([...junk.withheld])}))
  )`
}

/** The mailbox of an address: without a tag, if the provider is known to ignore tags. */
export function mailbox(email: Sql): Sql {
  return sql`regexp_replace(${email}, ${value(`^([^+@]+)\\+[^@]*(@(?:${tagging}))$`)}, '\1\2')`
}

function isJunkEmail(email: Sql): Sql {
  return sql`(
    ${email} like '%@%'
    and (
      ${email} = any (${value([...junk.emails])})
      or substring(${email} from '[^@]*$') = any (${value([...junk.domains])})
      or ${email} ~ ${value(junk.repeatedPattern.source)}
      or exists (
        select
        from (values (${bareMailbox(email)})) as box(name)
        where name = any (${value([...junk.mailboxes])}) or name ~ ${value(junk.mailboxPattern.source)}
      )
    )
  )`
}

function bareMailbox(email: Sql): Sql {
  const local = sql`regexp_replace(regexp_replace(${email}, '@[^@]*$', ''), '(.)\+.*$', '\1')`
  return sql`regexp_replace(regexp_replace(${local}, '[._-]', '', 'g'), '([a-z]{4})\d+$', '\1')`
}

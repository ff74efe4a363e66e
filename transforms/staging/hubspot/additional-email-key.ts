import { keyed, type Sql, sql } from '#engine'
import { knownEmail, knownId } from '../person-key.ts'

/** The key of the record of an additional email address of a contact. */
export function additionalEmailKey(contact: Sql, email: Sql): Sql {
  return keyed(sql`ops.key_of('hubspot', 'contact email', ${knownId(contact)}, ${knownEmail(email)})`)
}

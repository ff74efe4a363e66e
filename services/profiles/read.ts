import type { Pool } from 'pg'
import { fieldsNamed, type Shown, type Sight, shownTo } from './fields.ts'
import { profileQuery } from './profile/queries.ts'
import { type Profile, profileSchema } from './profile.ts'

type Query = ReturnType<typeof profileQuery>

/** Queries by the fields that they show. Usual ones recur; a new one takes the place of the oldest. */
const queries = new Map<string, Query>()
const mostQueries = 100

function queryFor(shown: Shown): Query {
  const name = [...shown.fields.map((field) => field.name), '-', ...shown.withheld].join()
  const query = queries.get(name) ?? profileQuery(shown)
  queries.delete(name)
  queries.set(name, query)
  const [oldest] = queries.keys()
  if (queries.size > mostQueries && oldest !== undefined) queries.delete(oldest)
  return query
}

/** The profile as JSON that keeps to `profileSchema`; undefined if the reader sees no such customer. */
export async function readProfileJson(
  pool: Pool,
  customerKey: string,
  shown: Shown,
  { markets }: Sight,
): Promise<string | undefined> {
  const values = { customer_key: customerKey, markets: markets === null ? null : [...markets] }
  const [row] = await queryFor(shown).read(pool, values)
  return row?.profile
}

/**
 * The profile of a customer, with the fields that are named, or all; undefined if the reader sees no such customer.
 *
 * Errors: `profile-field-unknown`.
 */
export async function readProfile(
  pool: Pool,
  customerKey: string,
  fields: readonly string[],
  sight: Sight,
): Promise<Profile | undefined> {
  const json = await readProfileJson(pool, customerKey, shownTo(sight, fieldsNamed(fields)), sight)
  return json === undefined ? undefined : profileSchema.parse(JSON.parse(json))
}

import { createHash } from 'node:crypto'
import type { ClientBase, Pool } from 'pg'
import pg from 'pg'
import { z } from 'zod'
import { ClienteleError } from '../errors.ts'
import { isAsOf } from './as-of.ts'
import type { Columns, Row } from './columns.ts'
import { isKeyRing } from './key-ring.ts'
import { type Relation, unionText } from './relation.ts'
import { isRaw, recordsText } from './source.ts'
import { Parameter, render, type Sql } from './sql.ts'

/*
 * Queries that services, stewardship and evaluation run on the published warehouse.
 *
 *     export const recordsOfCustomer = publishedQuery('stewardship.records_of_customer', {
 *       parameters: { customer_key: key('The person') },
 *       columns: { record_key: key('A record of the person') },
 *       query: ({ customer_key }) => sql`
 *         select record_key
 *         from ${map_identity}
 *         where customer_key = ${customer_key}
 *         order by record_key`,
 *     })
 *
 *     const rows = await recordsOfCustomer.read(pool, { customer_key: '42' })   // { record_key: string }[]
 *
 * - It is exported from a file named `queries.ts` of its room: that is where `clientele check` finds it. Check has
 *   Postgres describe it on empty tables made from the contracts, so a renamed column is reported with file and line.
 * - Interpolate transforms for what is declared; write tables of migrations (`ops.…`, `matching.…`) as they are.
 * - Bigint and numeric are read as strings, to keep every digit; instants are `Date`; days are ISO strings. Rows are
 *   parsed by the columns' schemas. Postgres must return the declared types: cast if it does not.
 * - `unmasked: true` reads personal data: relations that have some are read from `pii`. The connection needs the right.
 * - A query on `every(shape)` is given the published members: `q.read(pool, values, (union) => …)`.
 * - `arrayOf(key('…'))` declares a parameter for `= any(…)`.
 * - `isPrepared: true` has Postgres keep the plan in each connection, for what is asked many times a second.
 */

/** What can run a query: a pool, or a client inside a transaction. */
export type Queryable = Pick<Pool | ClientBase, 'query'>

/** The published transforms that conform to the shape of a union. */
export type MembersOf = (union: Relation) => readonly Relation[]

export interface PublishedQuery<C extends Columns = Columns, P extends Columns = Columns> {
  readonly kind: 'published-query'
  readonly name: string
  readonly columns: C
  readonly parameters: P
  readonly query: Sql
  /** The query as text, to make a temporary table of. It must not have parameters. */
  text(membersOf?: MembersOf): string
  /** Runs the query and returns its rows, parsed by the columns. */
  read(client: Queryable, values: Row<P>, membersOf?: MembersOf): Promise<Row<C>[]>
}

export interface PublishedQuerySpec<C extends Columns, P extends Columns> {
  readonly parameters?: P
  readonly columns: C
  /** Whether it reads personal data unmasked, from the views of `pii`. */
  readonly unmasked?: boolean
  /** Whether Postgres plans it once for each connection. A query on a union cannot be. */
  readonly isPrepared?: boolean
  readonly query: (parameters: { readonly [K in keyof P]: Parameter }) => Sql
}

/** Declares a query on published relations. */
export function publishedQuery<C extends Columns, P extends Columns = Readonly<Record<never, never>>>(
  name: string,
  spec: PublishedQuerySpec<C, P>,
): PublishedQuery<C, P>
export function publishedQuery(name: string, spec: PublishedQuerySpec<Columns, Columns>): PublishedQuery {
  const declared = Object.entries(spec.parameters ?? {})
  const parameters = declared.map(([key, column], i) => [key, new Parameter(i + 1, column.pgType)] as const)
  const query = spec.query(Object.fromEntries(parameters))
  const day = query.reads.find(isAsOf)
  if (day) {
    throw new ClienteleError(
      'transform-declaration',
      `${name} reads the ${day.name}, which only a build knows. Read a column of a published relation instead, or make the day a parameter.`,
      { query: name },
    )
  }
  const rowsSchema = z.array(
    z.object(Object.fromEntries(Object.entries(spec.columns).map(([key, { schema }]) => [key, schema]))),
  )
  const text = (membersOf: MembersOf = noMembers(name)) => {
    const nameOf = (relation: Relation): string =>
      relation.kind === 'every'
        ? unionText(relation, membersOf(relation), nameOf)
        : publishedName(relation, spec.unmasked ?? false)
    return render(query, nameOf).text
  }
  let written: { text: string; name?: string } | undefined
  const statement = (membersOf: MembersOf | undefined) => {
    if (membersOf) return { text: text(membersOf) }
    if (written) return written
    const own = text()
    written = spec.isPrepared
      ? { text: own, name: createHash('sha256').update(own).digest('base64') }
      : { text: own }
    return written
  }
  return {
    kind: 'published-query',
    name,
    columns: spec.columns,
    parameters: spec.parameters ?? {},
    query,
    text,
    async read(client, values, membersOf) {
      const { rows } = await client.query({
        ...statement(membersOf),
        values: declared.map(([key]) => values[key]),
        types: { getTypeParser: parserOf },
      })
      const parsed = rowsSchema.safeParse(rows)
      if (parsed.success) return parsed.data
      throw new ClienteleError(
        'row-unexpected',
        `${name} returned a row that its declaration does not allow: ${z.prettifyError(parsed.error)}. Correct the columns of the query, or the query.`,
        { query: name },
      )
    },
  }
}

function publishedName(relation: Relation, isUnmasked: boolean): string {
  const { name, columns } = relation
  if (isKeyRing(relation)) return relation.text
  if (isRaw(relation)) return recordsText(relation, name)
  const hasPersonalData = Object.values(columns).some((column) => column.personalData)
  return isUnmasked && hasPersonalData ? `pii.${name.slice(name.indexOf('.') + 1)}` : name
}

function noMembers(name: string): MembersOf {
  return (union) => {
    throw new ClienteleError(
      'transform-declaration',
      `${name} reads ${union.name}, and was not told which members are published. Pass them to read().`,
      { query: name },
    )
  }
}

/** As node-postgres does it, but a day stays what it is: a `Date` would put it into a time zone. */
function parserOf(oid: number): (text: string) => unknown {
  return oid === pg.types.builtins.DATE ? (text) => text : pg.types.getTypeParser(oid)
}

import { DatabaseError } from 'pg'
import {
  ClienteleError,
  hashCode,
  type Procedure,
  render,
  type Sql,
  sql,
  type Transform,
  transform,
  unknownKey,
  value,
} from '#engine'
import { segment as shape } from '../canonical/segment.ts'
import { mart_customer_360 } from '../marts/mart_customer_360.ts'

/** What a segment declares. Every part of it is shown where the segment is shown. */
export interface SegmentSpec {
  /** What people call it: 'Open carts'. */
  readonly title: string
  /** Who answers for it: a team or a role, not a person, who may leave. */
  readonly owner: string
  /** What it is for: what somebody does with it. */
  readonly purpose: string
  /** A condition on the columns of mart_customer_360. `check` has Postgres describe it. */
  readonly where: Sql
}

/**
 * Declares a segment in a file of its own, with its name:
 *
 *     export const segment_open_carts = segment('segment_open_carts', {
 *       title: 'Open carts',
 *       owner: 'E-commerce',
 *       purpose: 'Remind people of what they left in the cart',
 *       where: sql`open_cart_since_at is not null`,
 *     })
 *
 * A condition that fails on the values of a customer, such as a division by zero, does not stop the build: the segment
 * then has no members, and says why.
 */
export function segment(name: `segment_${string}`, spec: SegmentSpec): Transform<typeof shape.columns> {
  return transform(`marts.${name}`, {
    description: `Segment "${spec.title}": ${spec.purpose}. One row for the segment itself, with key -1, and one for each member.`,
    grain: ['customer_key'],
    conformsTo: shape,
    columns: shape.columns,
    query: members(name.slice('segment_'.length), spec),
  })
}

function members(name: string, { title, owner, purpose, where }: SegmentSpec): Procedure {
  const predicate = render(where, (relation) => relation.name).text.trim()
  const described = (problem: string | null) => sql`
    select
      ${value(name)},
      ${unknownKey},
      ${value(title)},
      ${value(owner)},
      ${value(purpose)},
      ${value(predicate)},
      ${value(problem)}`
  return {
    reads: [mart_customer_360, ...where.reads],
    codeHash: hashCode([import.meta.filename], [name, title, owner, purpose, predicate]),
    async run({ execute, into, client, isTrial }) {
      const fill = (rows: Sql) =>
        execute(sql`
        insert into ${into} (segment_name, customer_key, title, owner, purpose, predicate, problem) ${rows}`)
      await client.query('savepoint segment')
      try {
        await fill(sql`
          select
            ${value(name)},
            customer_key,
            null,
            null,
            null,
            null,
            null
          from ${mart_customer_360} customer
          where ${where}`)
        await fill(described(null))
      } catch (error) {
        if (isTrial || !isOfValues(error)) throw error
        await client.query('rollback to savepoint segment')
        await fill(described(error.message))
      }
      await client.query('release savepoint segment')
    },
  }
}

/** Whether a statement failed because of values in a row (class 22), and not because it is wrong or was interrupted. */
function isOfValues(error: unknown): error is ClienteleError {
  return (
    error instanceof ClienteleError &&
    error.cause instanceof DatabaseError &&
    error.cause.code?.startsWith('22') === true
  )
}

import pg from 'pg'
import { ClienteleError } from '../errors.ts'
import { hashCode } from './code-hash.ts'
import type { Relation } from './relation.ts'
import { render, type Sql } from './sql.ts'

/** What a procedure receives: ways to run SQL in the transaction that its table is built in. */
export interface ProcedureContext {
  /** Runs one statement, with relations rendered as the tables of this build. Returns how many rows it affected. */
  execute(statement: Sql): Promise<number>
  /** The table to fill. */
  readonly into: Relation
  /** The connection itself, for programs that generate SQL from settings or stream rows. */
  readonly client: pg.ClientBase
  /** How to write a relation in such SQL. */
  nameOf(relation: Relation): string
  /** Whether `check` is trying the program on empty tables. Then it must not change anything that it keeps between runs. */
  readonly isTrial: boolean
}

/** Fills a table that is not one SELECT, such as clusters that are found iteratively. */
export interface Procedure {
  readonly reads: readonly Relation[]
  readonly codeHash: string
  run(context: ProcedureContext): Promise<void>
}

/**
 * Declares a procedure. `reads` lists the relations that its statements read, and `code` the files that it is written in:
 * if they change, the table gets another version. So do `settings`, the values that the code takes from elsewhere, such as from
 * the settings of the company, as text. It must produce the same rows from the same input, and must work on
 * empty tables, because `clientele check` tries it on them.
 */
export function procedure(spec: {
  readonly reads: readonly Relation[]
  readonly code: readonly string[]
  readonly settings?: readonly string[]
  readonly run: Procedure['run']
}): Procedure {
  return { reads: spec.reads, codeHash: hashCode(spec.code, spec.settings), run: spec.run }
}

/** Fills a table with the procedure of `owner` and returns the number of rows. */
export async function runProcedure(
  client: pg.ClientBase,
  owner: Relation,
  program: Procedure,
  table: string,
  nameOf: (relation: Relation) => string,
  isTrial: boolean,
): Promise<number> {
  const named = (relation: Relation) => (relation === owner ? table : nameOf(relation))
  const execute = (statement: Sql) => executeFor(client, owner, statement, named)
  try {
    await program.run({ execute, into: owner, client, nameOf: named, isTrial })
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error
    throw transformFailed(owner, error, null)
  }
  const { rows } = await client.query<{ count: string }>(`select count(*) from ${table}`)
  return Number(rows[0]?.count)
}

/** Runs one statement of a transform. An error from Postgres is reported with the line of the statement. */
export async function executeFor(
  client: pg.ClientBase,
  owner: Relation,
  statement: Sql,
  nameOf: (relation: Relation) => string,
): Promise<number> {
  const rendered = render(statement, nameOf)
  try {
    return (await client.query(rendered.text)).rowCount ?? 0
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error
    throw transformFailed(owner, error, rendered.placeAt(Number(error.position ?? 0) - 1))
  }
}

/** What Postgres says, and what it cannot know. */
export function explained({ message, hint }: pg.DatabaseError): string {
  if (/column (\w+\.)?"?_is_deleted"? does not exist/.test(message))
    return `${message}: a raw table is read without its deleted records. Write withDeleted(…) around it to read them too, or remove the condition`
  return hint ? `${message} (${hint})` : message
}

export function transformFailed(owner: Relation, error: pg.DatabaseError, at: string | null): ClienteleError {
  return new ClienteleError(
    'transform-failed',
    `${owner.name} could not be built: ${explained(error)}${at ? ` (${at})` : ''}`,
    { relation: owner.name, at, sqlstate: error.code ?? null },
    { cause: error },
  )
}

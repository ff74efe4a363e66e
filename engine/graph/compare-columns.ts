import type { Columns } from '../declare/columns.ts'
import type { Derivation } from '../declare/derive.ts'
import { render, type Sql } from '../declare/sql.ts'
import type { Problem } from './problem.ts'

/** What a query promises: a transform's contract or a published query's columns. */
export interface Promised {
  readonly name: string
  readonly columns: Columns
  readonly derive?: Derivation | null
}

export function compareColumns(t: Promised, query: Sql, found: ReadonlyMap<string, string>): Problem[] {
  const at = render(query, () => '').placeAt(0)
  const problem = (message: string): Problem => ({ relation: t.name, message, at })
  const problems: Problem[] = []
  const { from = [], adds = [] } = t.derive ?? {}
  for (const name of from) {
    const type = found.get(name)
    if (type !== 'text')
      problems.push(
        problem(`column ${name}, from which others are derived, is ${type ?? 'missing'}; it must be text`),
      )
  }
  for (const [name, column] of Object.entries(t.columns)) {
    if (adds.includes(name)) continue
    const type = found.get(name)
    if (type === undefined) problems.push(problem(`the contract has a column ${name}, the query does not`))
    else if (baseType(type) !== baseType(column.pgType)) {
      problems.push(
        problem(`column ${name} is ${column.pgType} in the contract and ${type} in the query; cast it`),
      )
    }
  }
  for (const name of found.keys()) {
    if (adds.includes(name))
      problems.push(problem(`column ${name} is derived, so the query must not have it`))
    else if (!(name in t.columns || from.includes(name)))
      problems.push(problem(`the query has a column ${name}, the contract does not`))
  }
  return problems
}

/** The type without its modifier: numeric(18,4) and numeric are both numeric, and the table rounds. */
function baseType(type: string): string {
  return type.replace(/\([^)]*\)/, '')
}

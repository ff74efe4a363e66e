import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { Relation } from './relation.ts'

/** A constant in a query, rendered as a literal so that a printed query can be run as it is. */
export class Literal {
  readonly value: string | number | boolean | null
  constructor(value: string | number | boolean | null) {
    this.value = value
  }
}

/** Column names, where a test's query takes them from its declaration. */
export class ColumnList {
  readonly names: readonly string[]
  constructor(names: readonly string[]) {
    this.names = names
  }
}

export type SqlPart = Relation | Literal | ColumnList

/** Where a query stands in its file, so that Postgres's complaints can point at it. */
export interface SourcePosition {
  readonly file: string
  readonly line: number
}

/** A query with its refs still in place. Made by the `sql` tag only. */
export class Sql {
  readonly strings: readonly string[]
  readonly parts: readonly SqlPart[]
  readonly position: SourcePosition | null

  constructor(strings: readonly string[], parts: readonly SqlPart[], position: SourcePosition | null) {
    this.strings = strings
    this.parts = parts
    this.position = position
  }

  /** The relations this query reads, each once. */
  get reads(): readonly Relation[] {
    return [...new Set(this.parts.filter(isRelation))]
  }
}

/**
 * Writes a query. Only relations and `value(…)` can be interpolated: a string does not compile. Backslashes
 * mean what they mean in SQL, not in JavaScript.
 */
export function sql(strings: TemplateStringsArray, ...parts: readonly SqlPart[]): Sql {
  return new Sql([...strings.raw], parts, callerPosition())
}

export function value(constant: string | number | boolean | null): Literal {
  return new Literal(constant)
}

export function columns(...names: readonly string[]): ColumnList {
  return new ColumnList(names)
}

export interface RenderedSql {
  readonly text: string
  /** The line, counted from the query's first, that an offset of `text` stems from. */
  lineAt(offset: number): number
}

/** The query as text, each relation written as `nameOf` says (which must not contain a line break). */
export function render(query: Sql, nameOf: (relation: Relation) => string): RenderedSql {
  let text = query.strings[0] ?? ''
  query.parts.forEach((part, index) => {
    text += renderPart(part, nameOf) + (query.strings[index + 1] ?? '')
  })
  return { text, lineAt: (offset) => text.slice(0, Math.max(0, offset)).split('\n').length - 1 }
}

function renderPart(part: SqlPart, nameOf: (relation: Relation) => string): string {
  if (part instanceof ColumnList) return part.names.map((name) => pg.escapeIdentifier(name)).join(', ')
  if (part instanceof Literal) {
    if (part.value === null) return 'null'
    return typeof part.value === 'string' ? pg.escapeLiteral(part.value) : String(part.value)
  }
  return nameOf(part)
}

function isRelation(part: SqlPart): part is Relation {
  return !(part instanceof Literal || part instanceof ColumnList)
}

/** The file and line of the nearest caller outside the engine's own declarations. */
function callerPosition(): SourcePosition | null {
  for (const line of (new Error().stack ?? '').split('\n').slice(2)) {
    const match = /\(?((?:file:\/\/)?\/[^()]+?):(\d+):\d+\)?$/.exec(line)
    if (!match?.[1] || !match[2]) continue
    const file = match[1].startsWith('file://') ? fileURLToPath(match[1]) : match[1]
    if (!file.includes('/engine/declare/sql.ts')) return { file, line: Number(match[2]) }
  }
  return null
}

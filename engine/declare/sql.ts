import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { Relation } from './relation.ts'

export type Constant = string | number | boolean | null | readonly string[]

/** A constant in a query, rendered as a literal so that a printed query can be pasted into psql. */
export class Literal {
  readonly value: Constant
  constructor(value: Constant) {
    this.value = value
  }
}

/** Column names, for queries that take them from a declaration. */
export class ColumnList {
  readonly names: readonly string[]
  constructor(names: readonly string[]) {
    this.names = names
  }
}

/** A value that a published query receives when it is run. Only `publishedQuery` makes them. */
export class Parameter {
  /** From 1, as Postgres counts them. */
  readonly position: number
  readonly pgType: string
  constructor(position: number, pgType: string) {
    this.position = position
    this.pgType = pgType
  }
}

export type SqlPart = Relation | Literal | ColumnList | Parameter | Sql

/** Where a query is written, so that an error from Postgres can point at it. */
export interface SourcePosition {
  readonly file: string
  readonly line: number
}

/** A query, or a fragment of one, whose relations have no names yet. Made by the `sql` tag. */
export class Sql {
  readonly strings: readonly string[]
  readonly parts: readonly SqlPart[]
  readonly position: SourcePosition | null

  constructor(strings: readonly string[], parts: readonly SqlPart[], position: SourcePosition | null) {
    this.strings = strings
    this.parts = parts
    this.position = position
  }

  /** The relations that this query and its fragments read, each once. */
  get reads(): readonly Relation[] {
    const all = this.parts.flatMap((part) =>
      part instanceof Sql ? part.reads : isRelation(part) ? [part] : [],
    )
    return [...new Set(all)]
  }
}

/**
 * Writes a query or a fragment of one. Relations, `value(…)`, `columns(…)` and other fragments can be
 * interpolated; a string does not compile. Backslashes mean what they mean in SQL, not in JavaScript.
 */
export function sql(strings: TemplateStringsArray, ...parts: readonly SqlPart[]): Sql {
  return new Sql([...strings.raw], parts, callerPosition())
}

export function value(constant: Constant): Literal {
  return new Literal(constant)
}

export function columns(...names: readonly string[]): ColumnList {
  return new ColumnList(names)
}

export interface RenderedSql {
  readonly text: string
  /** The `file:line` that the character at an offset of `text` was written at, if it is known. */
  placeAt(offset: number): string | null
}

/** A stretch of rendered text that was written in one template. */
interface Chunk {
  readonly start: number
  readonly text: string
  /** Where its first character is written. */
  readonly position: SourcePosition | null
}

/** The query as text, with each relation written as `nameOf` says. */
export function render(query: Sql, nameOf: (relation: Relation) => string): RenderedSql {
  const chunks: Chunk[] = []
  let text = ''
  const add = (written: string, position: SourcePosition | null) => {
    chunks.push({ start: text.length, text: written, position })
    text += written
  }
  /** Returns how many lines of source the fragment spans. */
  const visit = (fragment: Sql): number => {
    let lines = 0
    const here = () =>
      fragment.position && { file: fragment.position.file, line: fragment.position.line + lines }
    fragment.strings.forEach((string, index) => {
      add(string, here())
      lines += lineBreaks(string)
      const part = fragment.parts[index]
      if (part instanceof Sql) {
        const isInline =
          part.position?.file === fragment.position?.file && part.position?.line === here()?.line
        const span = visit(part)
        if (isInline) lines += span
      } else if (part) add(renderPart(part, nameOf), here())
    })
    return lines
  }
  visit(query)
  return { text, placeAt: (offset) => placeIn(chunks, offset) }
}

function placeIn(chunks: readonly Chunk[], offset: number): string | null {
  const chunk = chunks.findLast(({ start }) => start <= Math.max(0, offset))
  if (!chunk?.position) return null
  const { file, line } = chunk.position
  return `${relative(process.cwd(), file)}:${line + lineBreaks(chunk.text.slice(0, offset - chunk.start))}`
}

function lineBreaks(text: string): number {
  return text.split('\n').length - 1
}

function renderPart(part: Exclude<SqlPart, Sql>, nameOf: (relation: Relation) => string): string {
  if (part instanceof ColumnList) return part.names.map((name) => pg.escapeIdentifier(name)).join(', ')
  if (part instanceof Parameter) return `$${part.position}::${part.pgType}`
  return part instanceof Literal ? literal(part.value) : nameOf(part)
}

function literal(constant: Constant): string {
  if (constant === null) return 'null'
  if (typeof constant === 'string') return pg.escapeLiteral(constant)
  if (typeof constant !== 'object') return String(constant)
  const elements = constant.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`)
  // one literal, because some lists are long and in many queries, and each token of a query costs time and memory
  return `${pg.escapeLiteral(`{${elements.join(',')}}`)}::text[]`
}

function isRelation(part: SqlPart): part is Relation {
  return 'kind' in part
}

/** The file and line of the nearest caller outside the functions that people declare with. */
export function callerPosition(): SourcePosition | null {
  for (const line of (new Error().stack ?? '').split('\n').slice(2)) {
    const match = /\(?((?:file:\/\/)?\/[^()]+?):(\d+):\d+\)?$/.exec(line)
    if (!match?.[1] || !match[2]) continue
    const file = match[1].startsWith('file://') ? fileURLToPath(match[1]) : match[1]
    if (!/\/engine\/declare\/(sql|derive)\.ts/.test(file)) return { file, line: Number(match[2]) }
  }
  return null
}

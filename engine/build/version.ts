import { createHash } from 'node:crypto'
import { render, Sql } from '../declare/sql.ts'
import type { Transform } from '../declare/transform.ts'
import type { Graph } from '../graph/graph.ts'

/** Raised when the engine makes tables differently, so that all are made again. */
const tableFormat = 1

/** What a table is made from; two equal definitions over equal inputs give equal tables. */
export interface Definition {
  readonly columns: Readonly<Record<string, string>>
  readonly grain: readonly string[]
  readonly indexes: readonly (readonly string[])[]
  readonly query: string
  /** What Node adds to the query: which columns, from which, by which code. */
  readonly derive: string | null
  readonly tests: Readonly<Record<string, string>>
}

/** A table a build wants: its definition, and the version of each relation it reads. */
export interface Target {
  readonly transform: Transform
  readonly version: string
  readonly physicalName: string
  readonly definition: Definition
  readonly inputs: Readonly<Record<string, string>>
}

export function definitionOf(t: Transform, graph: Graph): Definition {
  const nameOf = graph.naming((relation) => relation.name)
  return {
    columns: Object.fromEntries(
      Object.entries(t.columns).map(([name, c]) => [name, c.isNullable ? c.pgType : `${c.pgType} not null`]),
    ),
    grain: t.grain,
    indexes: t.indexes,
    query: t.query instanceof Sql ? render(t.query, nameOf).text.trim() : `procedure ${t.query.codeHash}`,
    derive:
      t.derive && `${t.derive.adds.join(', ')} from ${t.derive.from.join(', ')} by ${t.derive.codeHash}`,
    tests: Object.fromEntries(
      t.tests.map((test) => [test.name, render(test.failing(t), nameOf).text.trim()]),
    ),
  }
}

/** The table each transform should have, given the version of each raw table. */
export function targets(graph: Graph, rawVersions: ReadonlyMap<string, string>): Map<string, Target> {
  const result = new Map<string, Target>()
  for (const transform of graph.transforms) {
    const inputs: Record<string, string> = {}
    for (const input of graph.inputs(transform)) {
      inputs[input.name] = result.get(input.name)?.version ?? rawVersions.get(input.name) ?? '0'
    }
    const definition = definitionOf(transform, graph)
    const version = hash([tableFormat, transform.name, definition, inputs]).slice(0, 12)
    const physicalName = `${transform.shortName}__${version}`
    result.set(transform.name, { transform, version, physicalName, definition, inputs })
  }
  return result
}

export function hash(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}

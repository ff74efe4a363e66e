import { createHash } from 'node:crypto'
import { dateOf, isAsOf } from '../declare/as-of.ts'
import type { Relation } from '../declare/relation.ts'
import { render, Sql } from '../declare/sql.ts'
import type { Transform } from '../declare/transform.ts'
import type { Graph } from '../graph/graph.ts'
import { normalForm } from '../postgres/tokens.ts'
import { rowTestsOf } from './set-aside.ts'

/** Raised when the engine makes tables differently, so that all are made again. */
const tableFormat = 3

/** What decides the rows of a table, together with the rows of its inputs. */
export interface Definition {
  /** Names and types, in the order of the table. */
  readonly columns: readonly (readonly [name: string, pgType: string])[]
  /** Without comments and with single spaces; of a procedure, the hash of its code and what it reads. */
  readonly query: string
  /** What Node adds to the query: which columns, from which, by which code. */
  readonly derive: string | null
  /** The conditions under which rows are set aside, by the name of their test. */
  readonly setsAside: Readonly<Record<string, string>>
}

/** What describes the rows of a table and changes none of them. */
export interface Metadata {
  readonly description: string
  readonly columns: Readonly<Record<string, ColumnMetadata>>
  readonly grain: readonly string[]
  readonly indexes: readonly (readonly string[])[]
  /** The queries of the tests, by name. */
  readonly tests: Readonly<Record<string, string>>
  /** The versions of relations that only the tests read: another version has to be tested again. */
  readonly testInputs: Readonly<Record<string, string>>
}

export interface ColumnMetadata {
  readonly description: string
  readonly isNullable: boolean
  readonly personalData: string | null
}

/** The table that a transform should have now. */
export interface Target {
  readonly transform: Transform
  /** A hash of the definition and the versions of the inputs: two tables of one version hold the same rows. */
  readonly version: string
  readonly physicalName: string
  readonly definition: Definition
  /** The version of each relation that decides its rows. */
  readonly inputs: Readonly<Record<string, string>>
  readonly metadata: Metadata
  readonly metadataHash: string
}

/** The table each transform should have, given the version of each raw table and of the key ring, and the as-of day (ISO 8601). */
export function targetsOf(
  graph: Graph,
  inputVersions: ReadonlyMap<string, string>,
  day: string,
): Map<string, Target> {
  const targets = new Map<string, Target>()
  const versionOf = (relation: Relation) =>
    isAsOf(relation)
      ? dateOf(relation, day)
      : (targets.get(relation.name)?.version ?? inputVersions.get(relation.name) ?? '0')
  const versionsOf = (relations: readonly Relation[]) =>
    Object.fromEntries(relations.map((relation) => [relation.name, versionOf(relation)]))
  for (const transform of graph.transforms) {
    const { definition, tests } = writtenOf(transform, graph)
    const inputs = versionsOf(graph.rowInputs(transform))
    const version = hash([tableFormat, transform.name, definition, inputs])
    const metadata = metadataOf(transform, tests, versionsOf(graph.testInputs(transform)))
    targets.set(transform.name, {
      transform,
      version,
      physicalName: `${transform.shortName}__${version}`,
      definition,
      inputs,
      metadata,
      metadataHash: hash(metadata),
    })
  }
  return targets
}

interface Written {
  readonly definition: Definition
  readonly tests: Metadata['tests']
}

/** The queries of a transform as text. A build needs them several times, and they are long. */
function writtenOf(transform: Transform, graph: Graph): Written {
  const ofGraph = texts.get(graph) ?? new Map<Transform, Written>()
  texts.set(graph, ofGraph)
  const written = ofGraph.get(transform) ?? {
    definition: definitionOf(transform, graph),
    tests: testsOf(transform, graph),
  }
  ofGraph.set(transform, written)
  return written
}

const texts = new WeakMap<Graph, Map<Transform, Written>>()

function definitionOf(t: Transform, graph: Graph): Definition {
  const nameOf = graph.naming((relation) => relation.name, null)
  return {
    columns: Object.entries(t.columns).map(([name, { pgType }]) => [name, pgType]),
    query:
      t.query instanceof Sql
        ? textOf(t.query, graph)
        : `procedure ${t.query.codeHash} on ${t.query.reads.map(nameOf).join(', ')}`,
    derive:
      t.derive && `${t.derive.adds.join(', ')} from ${t.derive.from.join(', ')} by ${t.derive.codeHash}`,
    setsAside: Object.fromEntries(rowTestsOf(t).map(({ name, fails }) => [name, textOf(fails, graph)])),
  }
}

function testsOf(t: Transform, graph: Graph): Metadata['tests'] {
  return Object.fromEntries(
    t.tests.map((test) => [
      test.name,
      `${test.severity ? `${test.severity}: ` : ''}${textOf(test.failing(t), graph)}`,
    ]),
  )
}

function metadataOf(t: Transform, tests: Metadata['tests'], testInputs: Metadata['testInputs']): Metadata {
  const columns = Object.entries(t.columns).map(
    ([name, { description, isNullable, personalData }]) =>
      [name, { description, isNullable, personalData }] as const,
  )
  return {
    description: t.description,
    columns: Object.fromEntries(columns),
    grain: t.grain,
    indexes: [
      ...t.indexes,
      ...t.searched.map((name) => [`trigrams of ${name}`]),
      ...t.lookedUp.map((name) => [`values of ${name}`]),
    ],
    tests,
    testInputs,
  }
}

function textOf(query: Sql, graph: Graph): string {
  const nameOf = graph.naming((relation) => relation.name, null)
  return normalForm(render(query, nameOf).text)
}

/** Raised when views are described differently, so that all get their comments again. */
const viewFormat = 1

/** A hash of what the relation's views look like: they are made again when it changes. */
export function viewHashOf({ definition, metadata }: Target): string {
  return hash([viewFormat, definition.columns, metadata.description, metadata.columns, metadata.grain])
}

function hash(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12)
}

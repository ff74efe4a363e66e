import { dateOf, isAsOf } from '../declare/as-of.ts'
import { isKeyRing } from '../declare/key-ring.ts'
import { didYouMean, nearestNames } from '../declare/nearest-name.ts'
import { layers, type Relation, unionText } from '../declare/relation.ts'
import { isRaw, recordsText } from '../declare/source.ts'
import { value } from '../declare/sql.ts'
import type { Every, Transform } from '../declare/transform.ts'
import { ClienteleError } from '../errors.ts'

/** All transforms, what each reads, and an order in which they can be built. */
export class Graph {
  /** Every transform after all it reads. */
  readonly transforms: readonly Transform[]
  readonly raw: readonly Relation[]
  readonly #members: ReadonlyMap<string, readonly Transform[]>
  readonly #inputs: ReadonlyMap<string, Inputs>

  constructor(transforms: readonly Transform[]) {
    this.#members = groupByShape(transforms)
    const known = new Set<Relation>(transforms)
    this.#inputs = new Map(transforms.map((t) => [t.name, this.#collectInputs(t, known)]))
    this.transforms = this.#sorted(transforms)
    for (const t of this.transforms) checkDeclaration(t, this.inputs(t))
    const raw = transforms.flatMap((t) => this.inputs(t).filter((input) => input.kind === 'raw'))
    this.raw = [...new Map(raw.map((relation) => [relation.name, relation])).values()]
  }

  /** The raw tables and transforms that a transform reads, for its rows or its tests. Unions are resolved. */
  inputs(transform: Transform): readonly Relation[] {
    return [...this.rowInputs(transform), ...this.testInputs(transform)]
  }

  /** What decides the rows of a transform and what its publication keeps of them. */
  rowInputs(transform: Transform): readonly Relation[] {
    return this.#inputs.get(transform.name)?.rows ?? []
  }

  /** What only the tests of a transform read. */
  testInputs(transform: Transform): readonly Relation[] {
    return this.#inputs.get(transform.name)?.tests ?? []
  }

  /** The transforms that conform to a canonical shape, by name. */
  members(every: Relation): readonly Transform[] {
    return isEvery(every) ? (this.#members.get(every.shape.name) ?? []) : []
  }

  /** Finds a transform by its full or short name. */
  find(name: string): Transform {
    const found = this.transforms.find((t) => t.name === name || t.shortName === name)
    if (found) return found
    const names = this.transforms.map((t) => (name.includes('.') ? t.name : t.shortName))
    throw new ClienteleError(
      'unknown-transform',
      `There is no transform ${name}.${didYouMean(name, names)} \`clientele show\` lists all.`,
      { name, nearest: nearestNames(name, names) },
    )
  }

  /**
   * How a relation is written in a query, given the name of each table and the as-of day (ISO 8601). Unions are written
   * out, and of raw tables the records that are not deleted. Without a day, everything is written by its name, as the
   * text of a definition needs it.
   */
  naming(tableName: (relation: Relation) => string, day: string | null): (relation: Relation) => string {
    return (relation) => {
      if (relation.kind === 'every') return unionText(relation, this.members(relation), tableName)
      if (isAsOf(relation)) return day === null ? relation.name : `date '${dateOf(relation, day)}'`
      if (isKeyRing(relation)) return day === null ? relation.name : relation.text
      if (!isRaw(relation)) return tableName(relation)
      if (day !== null) return recordsText(relation, tableName(relation))
      return relation.includesDeleted ? `${relation.name} with deleted` : relation.name
    }
  }

  #collectInputs(t: Transform, known: ReadonlySet<Relation>): Inputs {
    const rows = this.#reads(t, [
      t.query,
      ...(t.derive ? [t.derive] : []),
      ...(t.onPublish?.(t, value(0)) ?? []),
    ])
    const tests = this.#reads(
      t,
      t.tests.map((test) => test.failing(t)),
    )
    const unknown = [...rows, ...tests].find((input) => input.kind === 'transform' && !known.has(input))
    if (unknown) {
      throw new ClienteleError(
        'unknown-transform',
        `${t.name} reads ${unknown.name}, which is not among the loaded transforms. Export it from its own file under transforms/.`,
        { transform: t.name, reads: unknown.name },
      )
    }
    return { rows, tests: tests.filter((input) => !rows.includes(input)) }
  }

  #reads(t: Transform, queries: readonly { readonly reads: readonly Relation[] }[]): Relation[] {
    const relations = queries
      .flatMap((query) => query.reads)
      .filter((read) => read !== t)
      .flatMap<Relation>((read) => (read.kind === 'every' ? this.members(read) : [read]))
    return [...new Set(relations)].sort((a, b) => compare(a.name, b.name))
  }

  #sorted(transforms: readonly Transform[]): Transform[] {
    const order: Transform[] = []
    const state = new Map<string, 'open' | 'done'>()
    const byName = new Map(transforms.map((t) => [t.name, t]))
    const visit = (t: Transform, path: readonly string[]): void => {
      if (state.get(t.name) === 'done') return
      if (state.get(t.name) === 'open') {
        const cycle = [...path.slice(path.indexOf(t.name)), t.name]
        throw new ClienteleError(
          'transform-cycle',
          `Transforms read each other in a circle: ${cycle.join(' -> ')}.`,
          { cycle },
        )
      }
      state.set(t.name, 'open')
      for (const input of this.inputs(t)) {
        const upstream = byName.get(input.name)
        if (upstream) visit(upstream, [...path, t.name])
      }
      state.set(t.name, 'done')
      order.push(t)
    }
    for (const t of [...transforms].sort((a, b) => compare(a.name, b.name))) visit(t, [])
    return order
  }
}

/** The relations that a transform reads, by what it reads them for. */
interface Inputs {
  readonly rows: readonly Relation[]
  readonly tests: readonly Relation[]
}

function isEvery(relation: Relation): relation is Every {
  return relation.kind === 'every'
}

function groupByShape(transforms: readonly Transform[]): Map<string, Transform[]> {
  const members = new Map<string, Transform[]>()
  for (const t of [...transforms].sort((a, b) => compare(a.name, b.name))) {
    if (t.conformsTo) members.set(t.conformsTo.name, [...(members.get(t.conformsTo.name) ?? []), t])
  }
  return members
}

/** Rules that the compiler cannot check. */
function checkDeclaration(t: Transform, inputs: readonly Relation[]): void {
  const problem = (message: string) =>
    new ClienteleError('transform-declaration', `${t.name}: ${message}`, { transform: t.name })
  if (t.shortName.length > 48) throw problem('the name is longer than 48 characters; shorten it')
  for (const column of t.grain) {
    if (t.columns[column]?.isNullable !== false)
      throw problem(`grain column ${column} must be a column that is never null`)
  }
  for (const [name, column] of Object.entries(t.conformsTo?.columns ?? {})) {
    if (t.columns[name]?.pgType !== column.pgType) {
      throw problem(`column ${name} must be ${column.pgType}, as in the shape ${t.conformsTo?.name}`)
    }
  }
  const raw = inputs.filter((input) => input.kind === 'raw')
  if (raw.length > 0 && t.layer !== 'staging')
    throw problem(`only staging reads raw, and it reads ${raw[0]?.name}`)
  const built = inputs.find((input) => input.kind === 'transform')
  if (raw.length > 0 && built) {
    throw problem(
      `it reads ${raw[0]?.name} and ${built.name}. A build reads all raw tables in one snapshot, taken before ` +
        'it makes its own tables, so one transform cannot read both. Split it in two',
    )
  }
  for (const input of inputs) {
    const upstream = layers.findIndex((layer) => input.name.startsWith(`${layer}.`))
    if (upstream > layers.indexOf(t.layer)) throw problem(`data never flows back: it reads ${input.name}`)
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

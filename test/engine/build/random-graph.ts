import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import {
  decimal,
  type Expectation,
  holds,
  id,
  money,
  notNegative,
  references,
  Sql,
  sql,
  type Transform,
  text,
  transform,
  value,
} from '#engine'
import { tiny } from '../tiny.ts'

type NodeColumn = 'item' | 'twin' | 'amount'

/** One transform of a random graph. It reads nodes before it, by their index. */
export interface Node {
  readonly reads: readonly number[]
  readonly constant: number
  readonly isMoney: boolean
  readonly twinFirst: boolean
  /** What is written between the tokens of the query. */
  readonly gap: string
  readonly testReads: readonly number[]
  readonly description: string
  readonly columnDescription: string
  readonly isNullable: boolean
  readonly isPersonal: boolean
  readonly grain: readonly ['item' | 'twin', ...('item' | 'twin')[]]
  readonly indexes: readonly (readonly NodeColumn[])[]
  readonly hasTest: boolean
  /** Part of the query of a test, not of its name. */
  readonly limit: number
}

export type Field = keyof Node

/** Edits of these can change rows. */
export const rowFields: readonly Field[] = ['reads', 'constant', 'isMoney', 'twinFirst']
/** Edits of these cannot. */
export const metadataFields: readonly Field[] = [
  'testReads',
  'description',
  'columnDescription',
  'isNullable',
  'isPersonal',
  'grain',
  'indexes',
  'hasTest',
  'limit',
]

const decideStagedRows: readonly Field[] = ['isNullable', 'grain', 'indexes', 'hasTest', 'limit']

/** Whether an edit of metadata can change rows, because staging sets aside the rows that fail its tests. */
export function decidesRows({ index, field }: Edit): boolean {
  return index === 0 && decideStagedRows.includes(field)
}

const nodeCount = 5

function node(index: number): fc.Arbitrary<Node> {
  const earlier = fc.subarray([...Array(index).keys()])
  const word = fc.constantFrom('one', 'two', 'three')
  return fc.record({
    // Node 0 reads raw, and every other at least one node.
    reads: earlier.map((reads) => (index > 0 && reads.length === 0 ? [0] : reads)),
    constant: fc.nat(3),
    isMoney: fc.boolean(),
    twinFirst: fc.boolean(),
    gap: fc.constantFrom(' ', '\n', '  ', ' /* why */ ', ' -- why\n'),
    testReads: earlier,
    description: word,
    columnDescription: word,
    isNullable: fc.boolean(),
    isPersonal: fc.boolean(),
    grain: fc.constantFrom<Node['grain'][]>(['item'], ['twin'], ['item', 'twin'], ['twin', 'item']),
    indexes: fc.subarray<readonly NodeColumn[]>([
      ['twin'],
      ['amount'],
      ['amount', 'twin'],
      ['item', 'amount'],
    ]),
    hasTest: fc.boolean(),
    limit: fc.integer({ min: 900, max: 903 }),
  })
}

export const nodes: fc.Arbitrary<readonly Node[]> = fc.tuple(
  ...Array.from({ length: nodeCount }, (_, index) => node(index)),
)

export interface Edit {
  readonly index: number
  readonly field: Field
  /** Holds the new value of the field. */
  readonly from: Node
}

/** A new value for one of these fields of one node. */
export function edit(fields: readonly Field[]): fc.Arbitrary<Edit> {
  return fc
    .nat(nodeCount - 1)
    .chain((index) =>
      fc.record({ index: fc.constant(index), field: fc.constantFrom(...fields), from: node(index) }),
    )
}

export function edited(graph: readonly Node[], { index, field, from }: Edit): readonly Node[] {
  return graph.map((each, i) => (i === index ? { ...each, [field]: from[field] } : each))
}

/** Whether an edit changes what is declared: a test that is not there has no query to be changed. */
export function isChange(graph: readonly Node[], { index, field, from }: Edit): boolean {
  const before = graph[index]
  if (!before || (field === 'limit' && !before.hasTest)) return false
  return !isDeepStrictEqual(before[field], from[field])
}

/** The nodes whose rows depend on those of a node, itself included. */
export function downstream(graph: readonly Node[], index: number): ReadonlySet<number> {
  const found = new Set([index])
  graph.forEach(({ reads }, i) => {
    if (reads.some((read) => found.has(read))) found.add(i)
  })
  return found
}

export function nameOf(index: number): string {
  return index === 0 ? 'staging.node_0' : `marts.node_${index}`
}

export function transformsOf(graph: readonly Node[]): readonly Transform[] {
  const transforms: Transform[] = []
  for (const each of graph) transforms.push(transformOf(each, transforms))
  return transforms
}

function transformOf(node: Node, earlier: readonly Transform[]): Transform {
  const item = id('Item')
  const twin = node.isPersonal ? text('The item again').pii('name') : text('The item again')
  const number = node.isMoney ? money(node.columnDescription) : decimal(node.columnDescription)
  const amount = node.isNullable ? number.orNull() : number
  const parents = node.reads.flatMap((i) => earlier[i] ?? [])
  const layer = earlier.length === 0 ? 'staging' : 'marts'
  return transform(`${layer}.node_${earlier.length}`, {
    description: node.description,
    grain: node.grain,
    columns: node.twinFirst ? { twin, item, amount } : { item, twin, amount },
    indexes: node.indexes,
    tests: testsOf(node, earlier),
    query: queryOf(node, earlier.length === 0 ? [tiny.items] : parents),
  })
}

function testsOf(node: Node, earlier: readonly Transform[]): Expectation<NodeColumn | 'item: text'>[] {
  return [
    notNegative('amount'),
    ...(node.hasTest ? [holds('a limit', sql`amount < ${value(node.limit)}`)] : []),
    ...node.testReads.flatMap((i) => {
      const target = earlier[i]
      return target ? [{ ...references('item', target, 'item'), on: ['item: text'] as const }] : []
    }),
  ]
}

function queryOf(node: Node, parents: readonly (Transform | typeof tiny.items)[]): Sql {
  const gap = new Sql([node.gap], [], null)
  const union = parents
    .map((parent) => sql`select item, amount from${gap}${parent}`)
    .reduce((all, next) => sql`${all}${gap}union all${gap}${next}`)
  return sql`
    select item,${gap}item as twin, sum(amount)${gap}+ ${value(node.constant)} as amount
    from (${union}) parents${gap}group by item`
}

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { targetsOf } from '../../../engine/build/version.ts'
import { Graph } from '../../../engine/graph/graph.ts'
import {
  decidesRows,
  downstream,
  edit,
  edited,
  isChange,
  metadataFields,
  type Node,
  nameOf,
  nodes,
  rowFields,
  transformsOf,
} from './random-graph.ts'

function targets(graph: readonly Node[], rawVersion = '1') {
  return [
    ...targetsOf(
      new Graph(transformsOf(graph)),
      new Map([['raw.tiny__items', rawVersion]]),
      '2026-11-26',
    ).values(),
  ]
}

/** The relations whose version, or whose metadata, differ between two states of a graph. */
function changed(by: 'version' | 'metadataHash', before: ReturnType<typeof targets>, now: typeof before) {
  const old = new Map(before.map((target) => [target.transform.name, target[by]]))
  const names = now.filter((target) => old.get(target.transform.name) !== target[by])
  return new Set(names.map((target) => target.transform.name))
}

const names = (indexes: Iterable<number>) => new Set([...indexes].map(nameOf))

test('a change that can change rows changes the versions of the table and everything downstream, and no others', () => {
  fc.assert(
    fc.property(nodes, edit(rowFields), (graph, change) => {
      const other = edited(graph, change)
      const reached = isChange(graph, change) ? downstream(other, change.index) : new Set<number>()
      expect(changed('version', targets(graph), targets(other))).toEqual(names(reached))
    }),
  )
})

test('new data changes the versions of everything downstream', () => {
  fc.assert(
    fc.property(nodes, (graph) => {
      const reached = downstream(graph, 0)
      expect(changed('version', targets(graph), targets(graph, '2'))).toEqual(names(reached))
    }),
  )
})

test('no other change changes a version; it changes the metadata of its own table alone', () => {
  fc.assert(
    fc.property(nodes, edit(metadataFields), (graph, change) => {
      fc.pre(!decidesRows(change))
      const [before, now] = [targets(graph), targets(edited(graph, change))]
      expect(changed('version', before, now)).toEqual(new Set())
      const own = isChange(graph, change) ? names([change.index]) : new Set()
      expect(changed('metadataHash', before, now)).toEqual(own)
    }),
  )
})

test('what staging sets aside is part of its version, and of everything downstream', () => {
  fc.assert(
    fc.property(nodes, edit(['isNullable', 'grain']), (graph, change) => {
      fc.pre(decidesRows(change) && isChange(graph, change))
      const other = edited(graph, change)
      expect(changed('version', targets(graph), targets(other))).toEqual(names(downstream(other, 0)))
    }),
  )
})

test('white space and comments in a query change nothing at all', () => {
  fc.assert(
    fc.property(nodes, edit(['gap']), (graph, change) => {
      const [before, now] = [targets(graph), targets(edited(graph, change))]
      expect(now.map(({ transform, ...rest }) => rest)).toEqual(before.map(({ transform, ...rest }) => rest))
    }),
  )
})

test('a table whose own rows stay is tested again if its tests read a table whose rows may change', () => {
  fc.assert(
    fc.property(nodes, edit(rowFields), (graph, change) => {
      fc.pre(isChange(graph, change))
      const other = edited(graph, change)
      const reached = downstream(other, change.index)
      const retested = changed('metadataHash', targets(graph), targets(other))
      other.forEach(({ testReads }, i) => {
        if (reached.has(i)) return
        expect(retested.has(nameOf(i))).toBe(testReads.some((read) => reached.has(read)))
      })
    }),
  )
})

import fc from 'fast-check'

export type Edge = { readonly a: number; readonly b: number }

/** Connected components, the slow way: each node takes the lowest label of its neighbours until nothing changes. */
export function components(size: number, edges: readonly Edge[]): number[] {
  const labels = [...Array(size).keys()]
  for (let changed = true; changed; ) {
    changed = false
    for (const { a, b } of edges) {
      const lowest = Math.min(labels[a] ?? a, labels[b] ?? b)
      if (labels[a] !== lowest || labels[b] !== lowest) changed = true
      labels[a] = lowest
      labels[b] = lowest
    }
  }
  return labels
}

export function edgesAmong(size: number, maxLength: number): fc.Arbitrary<Edge[]> {
  const node = fc.nat(size - 1)
  return fc.array(fc.record({ a: node, b: node }), { maxLength })
}

/** A simple graph: no edge from a node to itself, and none twice. */
export function distinct<E extends Edge>(edges: readonly E[]): E[] {
  const pairs = edges.map(({ a, b }) => `${Math.min(a, b)} ${Math.max(a, b)}`)
  return edges.filter(({ a, b }, place) => a !== b && pairs.indexOf(pairs[place] ?? '') === place)
}

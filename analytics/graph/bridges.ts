export interface Edge {
  readonly a: number
  readonly b: number
}

/**
 * The bridges of a simple graph (Tarjan 1974): edges whose removal splits a component in two, by their index. The
 * search has a stack of its own, because chains of a hundred thousand records would overflow the call stack.
 */
export function bridges(size: number, edges: readonly Edge[]): Set<number> {
  const { starts, incident } = incidence(size, edges)
  const found = new Set<number>()
  const next = starts.slice()
  // when a node was reached, counted from 1, and the earliest node that it leads back to
  const reached = new Int32Array(size)
  const earliest = new Int32Array(size)
  const cameBy = new Int32Array(size).fill(-1)
  const stack: number[] = []
  let clock = 0
  const enter = (node: number, edge: number) => {
    clock++
    reached[node] = clock
    earliest[node] = clock
    cameBy[node] = edge
    stack.push(node)
  }
  const leadsBack = (node: number, to: number) => {
    earliest[node] = Math.min(earliest[node] ?? 0, to)
  }
  for (let root = 0; root < size; root++) {
    if (reached[root]) continue
    enter(root, -1)
    for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
      const at = next[node] ?? 0
      if (at < (starts[node + 1] ?? 0)) {
        next[node] = at + 1
        const place = incident[at] ?? 0
        if (place === cameBy[node]) continue
        const other = across(edges[place], node)
        const before = reached[other] ?? 0
        if (before) leadsBack(node, before)
        else enter(other, place)
      } else {
        stack.pop()
        const from = stack.at(-1)
        if (from === undefined) continue
        leadsBack(from, earliest[node] ?? 0)
        if ((earliest[node] ?? 0) > (reached[from] ?? 0)) found.add(cameBy[node] ?? 0)
      }
    }
  }
  return found
}

/** The indexes of each node's edges are in `incident`, from `starts[node]` up to `starts[node + 1]`. */
function incidence(size: number, edges: readonly Edge[]) {
  const starts = new Int32Array(size + 2)
  const count = (node: number, by: number) => {
    const before = starts[node] ?? 0
    starts[node] = before + by
    return before
  }
  for (const { a, b } of edges) {
    count(a + 2, 1)
    count(b + 2, 1)
  }
  for (let node = 2; node < starts.length; node++) count(node, starts[node - 1] ?? 0)
  const incident = new Int32Array(2 * edges.length)
  for (const [place, { a, b }] of edges.entries()) {
    incident[count(a + 1, 1)] = place
    incident[count(b + 1, 1)] = place
  }
  return { starts, incident }
}

function across(edge: Edge | undefined, node: number): number {
  return edge === undefined ? node : edge.a === node ? edge.b : edge.a
}

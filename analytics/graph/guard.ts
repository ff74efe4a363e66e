import { Apart } from './apart.ts'
import { bridges, type Edge } from './bridges.ts'
import { UnionFind } from './union-find.ts'

/** Two records, and how sure it is that they are one person: a match weight, or Infinity where it is certain. */
export interface StrongEdge extends Edge {
  readonly strength: number
}

/** Records that may be one person, numbered from 0 in an order that does not depend on how they arrived. */
export interface Component {
  readonly size: number
  readonly edges: readonly StrongEdge[]
  /** Pairs that are two people, whatever leads from the one to the other. */
  readonly forbidden: readonly Edge[]
}

export interface Limits {
  readonly maxSize: number
  /** A bridge weaker than this does not hold two groups of records together. */
  readonly weakBridge: number
}

export const cutReasons = ['cannot-link', 'too large', 'weak bridge'] as const

export interface CutEdge extends StrongEdge {
  readonly reason: (typeof cutReasons)[number]
}

export interface GuardedCluster {
  /** The cluster of each node: its lowest node. */
  readonly labels: Int32Array
  readonly cut: readonly CutEdge[]
}

/**
 * What hangs together, less what must not. The strongest edges join first, as Kruskal would have it, so that where
 * two people must be kept apart, or a cluster would grow too large, it is the weakest links that give way. What is
 * then held together by one weak edge alone is cut there; a lone record stays where it is.
 */
export function guardCluster(component: Component, limits: Limits): GuardedCluster {
  const { joined, cut } = joinStrongest(component, limits.maxSize)
  const weak = weakBridges(component.size, joined, limits.weakBridge)
  const clusters = new UnionFind(component.size)
  for (const edge of joined) if (!weak.has(edge)) clusters.union(edge.a, edge.b)
  const bridged = [...weak].map((edge) => ({ ...edge, reason: 'weak bridge' as const }))
  return { labels: clusters.roots(), cut: [...cut, ...bridged] }
}

/** Edges within the clusters, and those refused: clusters only grow, so what is refused once stays so. */
function joinStrongest({ size, edges, forbidden }: Component, maxSize: number) {
  const sets = new UnionFind(size)
  const sizes = new Int32Array(size).fill(1)
  const apart = new Apart(size, forbidden)
  const cut: CutEdge[] = []
  const joined = strongestFirst(edges, size).filter((edge) => {
    const a = sets.find(edge.a)
    const b = sets.find(edge.b)
    if (a === b) return true
    const together = (sizes[a] ?? 0) + (sizes[b] ?? 0)
    const reason = apart.has(a, b) ? 'cannot-link' : together > maxSize ? 'too large' : null
    if (reason) {
      cut.push({ ...edge, reason })
      return false
    }
    sets.union(a, b)
    const root = sets.find(a)
    sizes[root] = together
    apart.merge(a, b, root)
    return true
  })
  return { joined, cut }
}

/**
 * Bridges to cut, the weakest first. Cutting one makes no bridge of another edge; a side is a lone record exactly
 * where that record has no other edge left.
 */
function weakBridges(size: number, edges: readonly StrongEdge[], weakBridge: number): Set<StrongEdge> {
  const degrees = new Int32Array(size)
  const count = (node: number, by: number) => {
    degrees[node] = (degrees[node] ?? 0) + by
  }
  for (const { a, b } of edges) {
    count(a, 1)
    count(b, 1)
  }
  const found = bridges(size, edges)
  const candidates = edges.filter(({ strength }, place) => strength < weakBridge && found.has(place))
  const weak = new Set<StrongEdge>()
  for (const edge of candidates.reverse()) {
    if ((degrees[edge.a] ?? 0) < 2 || (degrees[edge.b] ?? 0) < 2) continue
    weak.add(edge)
    count(edge.a, -1)
    count(edge.b, -1)
  }
  return weak
}

/** Each pair once, with the strongest of its edges; in an order that depends on nothing but the edges. */
function strongestFirst(edges: readonly StrongEdge[], size: number): StrongEdge[] {
  const ordered = edges
    .filter(({ a, b }) => a !== b)
    .map(({ a, b, strength }) => (a < b ? { a, b, strength } : { a: b, b: a, strength }))
    .sort((one, other) => {
      if (one.strength !== other.strength) return one.strength > other.strength ? -1 : 1
      return one.a - other.a || one.b - other.b
    })
  const seen = new Set<number>()
  return ordered.filter(({ a, b }) => {
    const pair = a * size + b
    return !seen.has(pair) && seen.add(pair)
  })
}

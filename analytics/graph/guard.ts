import { Apart } from './apart.ts'
import { bridges, type Edge } from './bridges.ts'
import { UnionFind } from './union-find.ts'

/** Two records and the strength of the evidence that they are one person: a match weight, or more. */
export interface StrongEdge extends Edge {
  readonly strength: number
}

/** Records that may be one person, numbered from 0 in an order that does not depend on their arrival. */
export interface Component {
  readonly size: number
  readonly edges: readonly StrongEdge[]
  /** Pairs that are two people, whatever connects them. */
  readonly forbidden: readonly Edge[]
}

export interface Limits {
  readonly maxSize: number
  /** A bridge weaker than this is cut. */
  readonly weakBridge: number
}

export const cutReasons = ['cannot-link', 'too large', 'weak bridge'] as const

export interface CutEdge extends StrongEdge {
  readonly reason: (typeof cutReasons)[number]
}

export interface GuardedCluster {
  /** By node: the lowest node of its cluster. */
  readonly labels: Int32Array
  readonly cut: readonly CutEdge[]
}

/**
 * Clusters of connected records without forbidden pairs. The strongest edges join first, as in Kruskal's algorithm, so
 * that the weakest are cut where two people must be kept apart or a cluster would become too large. Then weak bridges
 * are cut, unless a single record would be left on one side.
 */
export function guardCluster(component: Component, limits: Limits): GuardedCluster {
  const { joined, cut } = joinStrongest(component, limits.maxSize)
  const weak = weakBridges(component.size, joined, limits.weakBridge)
  const clusters = new UnionFind(component.size)
  for (const edge of joined) if (!weak.has(edge)) clusters.union(edge.a, edge.b)
  const bridged = [...weak].map((edge) => ({ ...edge, reason: 'weak bridge' as const }))
  return { labels: clusters.roots(), cut: [...cut, ...bridged] }
}

/** Edges within the clusters, and those that were cut. Clusters only grow, so an edge that is cut stays cut. */
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
 * The bridges to cut, the weakest first. Cutting a bridge makes no other edge a bridge; one side is a single record if
 * and only if that record has no other edge left.
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

/** Each pair once, with the strongest of its edges, in an order that depends only on the edges. */
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

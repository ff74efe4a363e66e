/** Disjoint sets of 0 … size - 1. A set's root is its smallest member, so it does not depend on the order of unions. */
export class UnionFind {
  readonly #parent: Int32Array

  constructor(size: number) {
    this.#parent = new Int32Array(size)
    for (let i = 0; i < size; i++) this.#parent[i] = i
  }

  /** Halves the path on its way: together with any linking this stays at O(log n) amortised. */
  find(a: number): number {
    const parent = this.#parent
    let node = a
    for (;;) {
      const up = parent[node] ?? node
      if (up === node) return node
      const next = parent[up] ?? up
      parent[node] = next
      node = next
    }
  }

  /** Whether they were apart. */
  union(a: number, b: number): boolean {
    const one = this.find(a)
    const other = this.find(b)
    if (one === other) return false
    this.#parent[Math.max(one, other)] = Math.min(one, other)
    return true
  }

  /** The smallest member of each element's set. */
  roots(): Int32Array {
    return Int32Array.from(this.#parent, (_, i) => this.find(i))
  }
}

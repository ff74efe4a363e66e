/** Disjoint sets of 0 to size - 1. The root of a set is its smallest member, whatever the order of unions. */
export class UnionFind {
  readonly #parent: Int32Array

  constructor(size: number) {
    this.#parent = new Int32Array(size)
    for (let i = 0; i < size; i++) this.#parent[i] = i
  }

  /** Halves the path on the way, which takes O(log n) amortised with any order of unions. */
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

  /** Returns whether they were in different sets. */
  union(a: number, b: number): boolean {
    const one = this.find(a)
    const other = this.find(b)
    if (one === other) return false
    this.#parent[Math.max(one, other)] = Math.min(one, other)
    return true
  }

  /** By element: the smallest member of its set. */
  roots(): Int32Array {
    return Int32Array.from(this.#parent, (_, i) => this.find(i))
  }
}

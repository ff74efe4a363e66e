/** Pairs that must stay in different sets while sets are merged. */
export class Apart {
  /** By root: the member that the set is listed under in `#foes`. */
  readonly #name: Int32Array
  readonly #foes = new Map<number, Set<number>>()

  constructor(size: number, pairs: readonly { readonly a: number; readonly b: number }[]) {
    this.#name = Int32Array.from({ length: size }, (_, i) => i)
    for (const { a, b } of pairs) if (a !== b) this.#oppose(a, b)
  }

  /** Whether two sets, given by their roots, must stay apart. */
  has(a: number, b: number): boolean {
    return this.#foes.get(this.#nameOf(a))?.has(this.#nameOf(b)) ?? false
  }

  /** Two sets became one with this root. The shorter list of foes is moved, so that all moves take O(n log n). */
  merge(a: number, b: number, root: number): void {
    const one = this.#nameOf(a)
    const other = this.#nameOf(b)
    const [fewer, more] = this.#count(one) < this.#count(other) ? [one, other] : [other, one]
    for (const foe of this.#foes.get(fewer) ?? []) {
      this.#foes.get(foe)?.delete(fewer)
      this.#oppose(foe, more)
    }
    this.#foes.delete(fewer)
    this.#name[root] = more
  }

  #nameOf(root: number): number {
    return this.#name[root] ?? root
  }

  #count(name: number): number {
    return this.#foes.get(name)?.size ?? 0
  }

  #oppose(a: number, b: number): void {
    this.#avoid(a, b)
    this.#avoid(b, a)
  }

  #avoid(name: number, foe: number): void {
    const foes = this.#foes.get(name)
    if (foes) foes.add(foe)
    else this.#foes.set(name, new Set([foe]))
  }
}

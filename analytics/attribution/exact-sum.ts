/**
 * Adds numbers up without rounding in between: the total is the number nearest to the true sum, so it does not depend on the
 * order. Shewchuk (1997), "Adaptive Precision Floating-Point Arithmetic", Discrete & Computational Geometry 18.
 */
export class ExactSum {
  /** Parts that do not overlap, the smallest first. */
  private readonly parts: number[] = []

  add(number: number): void {
    if (!Number.isFinite(number)) throw new RangeError(`${number} cannot be added up`)
    let next = number
    let kept = 0
    for (const part of this.parts) {
      const [high, low] = Math.abs(next) < Math.abs(part) ? [part, next] : [next, part]
      const sum = high + low
      const lost = low - (sum - high)
      if (lost !== 0) this.parts[kept++] = lost
      next = sum
    }
    this.parts.length = kept
    this.parts.push(next)
  }

  get total(): number {
    let at = this.parts.length - 1
    let sum = this.parts[at] ?? 0
    let lost = 0
    while (at > 0 && lost === 0) {
      const part = this.parts[--at] ?? 0
      const before = sum
      sum = before + part
      lost = part - (sum - before)
    }
    // a tie is rounded as the next part says, not to the even digit
    const below = this.parts[at - 1] ?? 0
    if (lost !== 0 && below !== 0 && lost < 0 === below < 0) {
      const rounded = sum + 2 * lost
      if (rounded - sum === 2 * lost) return rounded
    }
    return sum
  }
}

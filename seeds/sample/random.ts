import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'

/** A stream of random numbers that is always the same for the same seed, number and purpose. */
export class Random {
  private readonly generator: RandomGenerator

  constructor(seed: number, number: number, purpose: number) {
    this.generator = xoroshiro128plusFromState([seed | 0, number | 0, purpose | 0, 0x9e3779b9 | 0])
    // similar seeds begin with similar numbers
    for (let step = 0; step < 16; step++) this.generator.next()
  }

  /** In [0, 1). */
  uniform(): number {
    return uniformFloat64(this.generator)
  }

  /** A whole number; both ends are included. */
  integer(from: number, to: number): number {
    return uniformInt(this.generator, from, to)
  }

  chance(probability: number): boolean {
    return this.uniform() < probability
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.integer(0, items.length - 1)] ?? items[0]
  }

  /** One of the items, each as often as its weight says. */
  weighted<T extends { readonly weight: number }>(items: readonly [T, ...T[]]): T {
    let left = this.uniform() * items.reduce((sum, item) => sum + item.weight, 0)
    for (const item of items) {
      left -= item.weight
      if (left < 0) return item
    }
    return items[0]
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform())
  }

  exponential(rate: number): number {
    return -Math.log(1 - this.uniform()) / rate
  }

  /** For small means. */
  poisson(mean: number): number {
    const limit = Math.exp(-mean)
    let count = 0
    for (let left = this.uniform(); left > limit; left *= this.uniform()) count += 1
    return count
  }

  /** Letters and digits, as in the ids of many systems. */
  code(length: number): string {
    let code = ''
    while (code.length < length) code += this.integer(0, 0x7fffffff).toString(36).padStart(6, '0')
    return code.slice(0, length)
  }

  uuid(): string {
    const hex = () => this.integer(0, 0xffff).toString(16).padStart(4, '0')
    return `${hex()}${hex()}-${hex()}-4${hex().slice(1)}-a${hex().slice(1)}-${hex()}${hex()}${hex()}`
  }

  /** Marsaglia and Tsang (2000); mean is shape / rate. */
  gamma(shape: number, rate: number): number {
    if (shape < 1) return this.gamma(shape + 1, rate) * (1 - this.uniform()) ** (1 / shape)
    const d = shape - 1 / 3
    const c = 1 / Math.sqrt(9 * d)
    for (;;) {
      const x = this.normal()
      const v = (1 + c * x) ** 3
      if (v > 0 && Math.log(1 - this.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v))
        return (d * v) / rate
    }
  }

  beta(a: number, b: number): number {
    const x = this.gamma(a, 1)
    return x / (x + this.gamma(b, 1))
  }
}

import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Histories, PurchaseModel } from '../../../analytics/lifetime-value/index.ts'

/** Random numbers from a seed: the same ones every time. */
export class Dice {
  readonly #generator: ReturnType<typeof xoroshiro128plus>

  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed)
  }

  /** Between 0 and 1, without either. */
  uniform(): number {
    return ((this.#generator.next() >>> 0) + 0.5) / 2 ** 32
  }

  exponential(rate: number): number {
    return -Math.log(this.uniform()) / rate
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(this.uniform())) * Math.cos(2 * Math.PI * this.uniform())
  }

  /** Gamma(shape, rate) by Marsaglia & Tsang (2000). */
  gamma(shape: number, rate: number): number {
    if (shape < 1) return this.gamma(shape + 1, rate) * this.uniform() ** (1 / shape)
    const d = shape - 1 / 3
    const c = 1 / Math.sqrt(9 * d)
    for (;;) {
      const x = this.normal()
      const v = (1 + c * x) ** 3
      if (v > 0 && Math.log(this.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return (d * v) / rate
    }
  }

  beta(a: number, b: number): number {
    const one = this.gamma(a, 1)
    return one / (one + this.gamma(b, 1))
  }
}

export interface SimulatedCustomer {
  readonly frequency: number
  readonly recency: number
  readonly age: number
  /** Purchases within `horizon` after the end of the observation. */
  readonly later: number
}

/** A customer drawn from a model, by the story that it tells and none of its formulas. */
export function simulateCustomer(
  dice: Dice,
  model: PurchaseModel,
  [r = NaN, alpha = NaN, third = NaN, fourth = NaN]: readonly number[],
  age: number,
  horizon = 0,
): SimulatedCustomer {
  const rate = dice.gamma(r, alpha)
  const isPareto = model === 'pareto_nbd'
  const leaving = isPareto ? dice.gamma(third, fourth) : dice.beta(third, fourth)
  const end = isPareto ? dice.exponential(leaving) : Infinity
  let isAlive = model !== 'mbg_nbd' || dice.uniform() >= leaving
  let [time, frequency, recency, later] = [0, 0, 0, 0]
  while (isAlive) {
    time += dice.exponential(rate)
    if (time > end || time > age + horizon) break
    if (time <= age) {
      frequency++
      recency = time
    } else later++
    if (!isPareto) isAlive = dice.uniform() >= leaving
  }
  return { frequency, recency, age, later }
}

/** Customers who made their first purchase over the first third of the observation. */
export function simulateCohort(
  seed: number,
  model: PurchaseModel,
  parameters: readonly number[],
  { customers, weeks }: { readonly customers: number; readonly weeks: number },
): Histories {
  const dice = new Dice(seed)
  const rows = Array.from({ length: customers }, () => {
    return simulateCustomer(dice, model, parameters, weeks * (1 - dice.uniform() / 3))
  })
  return {
    frequency: rows.map(({ frequency }) => frequency),
    recency: rows.map(({ recency }) => recency),
    age: rows.map(({ age }) => age),
    customers: rows.map(() => 1),
  }
}

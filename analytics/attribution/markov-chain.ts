import type { NumberedPath } from './paths.ts'

/**
 * The transitions that paths make. A state of order k is the last k channels of a journey, fewer at its beginning; the state
 * before the first touchpoint is number 0. Weights are journeys: conversions and nulls.
 */
export class MarkovChain {
  readonly order: number
  /** The channel of the last touchpoint of each state; -1 for the start. */
  readonly current: number[] = [-1]
  /** Journeys that leave each state, whatever for. */
  readonly leaving: number[] = [0]
  /** Conversions directly from each state, and their value. */
  readonly conversions: number[] = [0]
  readonly value: number[] = [0]
  /** Journeys from each state to each other one. */
  readonly next: Map<number, number>[] = [new Map()]
  private readonly states = new Map<string, number>()

  constructor(order: number) {
    if (!Number.isInteger(order) || order < 1)
      throw new RangeError(`The order of a chain is a whole number from 1, not ${order}.`)
    this.order = order
  }

  /** Paths must come in one order for results to be the same to the last digit: see `pathSet`. */
  add({ touches, conversions, value, nulls }: NumberedPath): void {
    const journeys = conversions + nulls
    // a row that counts no journey says nothing about transitions
    if (journeys === 0) return
    let from = 0
    for (let at = 0; at < touches.length; at++) {
      const to = this.stateOf(touches, at)
      this.leaving[from] = (this.leaving[from] ?? 0) + journeys
      this.next[from]?.set(to, (this.next[from]?.get(to) ?? 0) + journeys)
      from = to
    }
    this.leaving[from] = (this.leaving[from] ?? 0) + journeys
    this.conversions[from] = (this.conversions[from] ?? 0) + conversions
    // more was given back than sold: worth nothing to its channels, rather than less
    this.value[from] = (this.value[from] ?? 0) + Math.max(0, value)
  }

  get size(): number {
    return this.current.length
  }

  private stateOf(touches: readonly number[], at: number): number {
    const channel = touches[at] ?? 0
    const key =
      this.order === 1 ? String(channel) : touches.slice(Math.max(0, at - this.order + 1), at + 1).join()
    const known = this.states.get(key)
    if (known !== undefined) return known
    const state = this.current.push(channel) - 1
    this.states.set(key, state)
    this.leaving.push(0)
    this.conversions.push(0)
    this.value.push(0)
    this.next.push(new Map())
    return state
  }
}

import type { MarkovChain } from './markov-chain.ts'

/**
 * The chain, laid out for solving: states are numbered so that most successors come first, and the start last. Transitions
 * of a state are at `from[state]` to `from[state + 1]`.
 */
export interface Equations {
  readonly size: number
  /** The number in the chain of each state. */
  readonly order: Int32Array
  /** The channel of the last touchpoint of each state; -1 for the start. */
  readonly current: Int32Array
  readonly from: Int32Array
  readonly to: Int32Array
  readonly journeys: Float64Array
  /** Journeys that leave each state for another one or an end. */
  readonly leaving: Float64Array
}

export function equationsOf(chain: MarkovChain): Equations {
  const next = chain.next.map((targets) => [...targets].sort(([a], [b]) => a - b))
  const order = successorsFirst(next)
  const placeOf = new Int32Array(order.length)
  for (const [place, state] of order.entries()) placeOf[state] = place
  const from = new Int32Array(order.length + 1)
  const to: number[] = []
  const journeys: number[] = []
  const leaving = Float64Array.from(order, (state) => chain.leaving[state] ?? 0)
  for (const [place, state] of order.entries()) {
    for (const [target, count] of next[state] ?? []) {
      // a state that repeats only waits: the journey leaves it in the end
      if (target === state) leaving[place] = (leaving[place] ?? 0) - count
      else {
        to.push(placeOf[target] ?? 0)
        journeys.push(count)
      }
    }
    from[place + 1] = to.length
  }
  return {
    size: order.length,
    order,
    current: Int32Array.from(order, (state) => chain.current[state] ?? -1),
    from,
    to: Int32Array.from(to),
    journeys: Float64Array.from(journeys),
    leaving,
  }
}

/** Depth-first postorder from the start. */
function successorsFirst(
  next: readonly (readonly (readonly [target: number, count: number])[])[],
): Int32Array {
  const order = new Int32Array(next.length)
  const at = new Int32Array(next.length)
  const isSeen = new Uint8Array(next.length)
  const stack = [0]
  isSeen[0] = 1
  let done = 0
  for (let state = stack.at(-1); state !== undefined; state = stack.at(-1)) {
    const edge = at[state] ?? 0
    const target = next[state]?.[edge]?.[0]
    if (target === undefined) {
      order[done++] = state
      stack.pop()
      continue
    }
    at[state] = edge + 1
    if (isSeen[target]) continue
    isSeen[target] = 1
    stack.push(target)
  }
  return order
}

import type { MarkovChain } from './markov-chain.ts'

/** Up to this many states, the equations are solved by elimination. */
const mostDense = 160
/** Sweeps until the numbers settle; real journeys need some dozens. */
const mostSweeps = 100_000

/**
 * What is expected from the start of a chain: of `reward` by state, which is conversions (then the result is the probability
 * of a conversion) or their value, for each journey. Journeys that enter a state whose current channel is `removed` end
 * there without a reward.
 *
 * It solves (D - N) x = reward, where D counts the journeys that leave a state for another one or an end, and N those to each
 * other state. Every state leads to an end, because every journey that was counted ended; so the matrix is a regular M-matrix.
 * Small chains are solved by Gaussian elimination, which needs no pivoting for such a matrix; large sparse ones by Gauss-Seidel
 * sweeps, successors first, until nothing changes beyond the last digits. Kemeny & Snell (1960), "Finite Markov Chains", ch. 3.
 */
export function expectedFromStart(
  equations: Equations,
  reward: readonly number[],
  removed = -1,
  mostEliminated = mostDense,
): number {
  const isIn = equations.current.map((channel) => channel !== removed || removed === -1)
  return equations.current.length <= mostEliminated
    ? eliminate(equations, reward, isIn)
    : sweep(equations, reward, isIn)
}

/** The chain, laid out for solving: transitions of state s are at `from[s]` to `from[s + 1]`. */
export interface Equations {
  readonly current: readonly number[]
  readonly from: Int32Array
  readonly to: Int32Array
  readonly journeys: Float64Array
  /** Journeys that leave each state for another one or an end. */
  readonly leaving: Float64Array
  /** States in an order in which most successors come first. */
  readonly order: Int32Array
}

export function equationsOf(chain: MarkovChain): Equations {
  const from = new Int32Array(chain.size + 1)
  const to: number[] = []
  const journeys: number[] = []
  const leaving = Float64Array.from(chain.leaving)
  for (const [state, next] of chain.next.entries()) {
    for (const [target, count] of [...next].sort(([a], [b]) => a - b)) {
      // a state that repeats only waits: the journey leaves it in the end
      if (target === state) leaving[state] = (leaving[state] ?? 0) - count
      else {
        to.push(target)
        journeys.push(count)
      }
    }
    from[state + 1] = to.length
  }
  const targets = Int32Array.from(to)
  return {
    current: chain.current,
    from,
    to: targets,
    journeys: Float64Array.from(journeys),
    leaving,
    order: successorsFirst(from, targets),
  }
}

/** Depth-first postorder from the start. */
function successorsFirst(from: Int32Array, to: Int32Array): Int32Array {
  const size = from.length - 1
  const order = new Int32Array(size)
  const at = Int32Array.from(from)
  const isSeen = new Uint8Array(size)
  const stack = [0]
  isSeen[0] = 1
  let done = 0
  for (let state = stack.at(-1); state !== undefined; state = stack.at(-1)) {
    const edge = at[state] ?? 0
    if (edge === from[state + 1]) {
      order[done++] = state
      stack.pop()
      continue
    }
    at[state] = edge + 1
    const target = to[edge] ?? 0
    if (isSeen[target]) continue
    isSeen[target] = 1
    stack.push(target)
  }
  return order
}

function eliminate(equations: Equations, reward: readonly number[], isIn: readonly boolean[]): number {
  const { from, to, journeys, leaving } = equations
  const states = [...isIn.keys()].filter((state) => isIn[state] && (leaving[state] ?? 0) > 0)
  const size = states.length
  const rowOf = new Map(states.map((state, row) => [state, row]))
  const width = size + 1
  const rows = new Float64Array(size * width)
  for (const [row, state] of states.entries()) {
    rows[row * width + row] = leaving[state] ?? 0
    rows[row * width + size] = reward[state] ?? 0
    for (let edge = from[state] ?? 0; edge < (from[state + 1] ?? 0); edge++) {
      const column = rowOf.get(to[edge] ?? 0)
      if (column !== undefined) rows[row * width + column] = -(journeys[edge] ?? 0)
    }
  }
  // from the last state up, so that the start, which nothing leads to, is left
  for (let pivot = size - 1; pivot > 0; pivot--) {
    const diagonal = rows[pivot * width + pivot] ?? 0
    for (let row = 0; row < pivot; row++) {
      const factor = (rows[row * width + pivot] ?? 0) / diagonal
      if (factor === 0) continue
      for (let column = 0; column < pivot; column++) {
        const cell = row * width + column
        rows[cell] = (rows[cell] ?? 0) - factor * (rows[pivot * width + column] ?? 0)
      }
      const right = row * width + size
      rows[right] = (rows[right] ?? 0) - factor * (rows[pivot * width + size] ?? 0)
    }
  }
  return size === 0 ? 0 : (rows[size] ?? 0) / (rows[0] ?? 1)
}

function sweep(equations: Equations, reward: readonly number[], isIn: readonly boolean[]): number {
  const { from, to, journeys, leaving, order } = equations
  const x = new Float64Array(order.length)
  for (let sweeps = 0; sweeps < mostSweeps; sweeps++) {
    let moved = 0
    for (const state of order) {
      if (!isIn[state]) continue
      let sum = reward[state] ?? 0
      const end = from[state + 1] ?? 0
      for (let edge = from[state] ?? 0; edge < end; edge++)
        sum += (journeys[edge] ?? 0) * (x[to[edge] ?? 0] ?? 0)
      const next = sum / (leaving[state] ?? 1)
      moved = Math.max(moved, Math.abs(next - (x[state] ?? 0)) / (next || 1))
      x[state] = next
    }
    if (moved <= 4 * Number.EPSILON) return x[0] ?? 0
  }
  throw new RangeError(
    `The chain of ${order.length} states did not settle in ${mostSweeps} sweeps: its journeys repeat almost without end.`,
  )
}

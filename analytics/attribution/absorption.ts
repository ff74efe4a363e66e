import type { Equations } from './equations.ts'

/** Up to this many states, the equations are solved by elimination. */
const mostDense = 160
/** Sweeps until the numbers settle; real journeys need some dozens. */
const mostSweeps = 100_000
/** This many channels are removed at once, each from a chain of its own: memory is states times twice that. */
const atOnce = 16

/** What is expected from the start of a chain for each journey, and without each channel. */
export interface Expected {
  readonly whole: number
  readonly without: readonly number[]
}

/**
 * What is expected from the start of a chain: of each of `rewards` by state, such as conversions (then the result is the
 * probability of a conversion) or their value, for each journey. Without a channel, journeys that enter a state whose current
 * channel it is end there without a reward.
 *
 * It solves (D - N) x = reward, where D counts the journeys that leave a state for another one or an end, and N those to each
 * other state. Every state leads to an end, because every journey that was counted ended; so the matrix is a regular M-matrix.
 * Small chains are solved by Gaussian elimination, which needs no pivoting for such a matrix; large sparse ones by Gauss-Seidel
 * sweeps, successors first, until nothing changes beyond the last digits: values only grow on their way to the solution.
 * Kemeny & Snell (1960), "Finite Markov Chains", ch. 3.
 */
export function expectedFromStart(
  equations: Equations,
  rewards: readonly (readonly number[])[],
  channelCount: number,
  mostEliminated = mostDense,
): Expected[] {
  const laidOut = rewards.map((reward) => Float64Array.from(equations.order, (state) => reward[state] ?? 0))
  // -1 is the channel of the start, from which no state is removed
  const removals = Array.from({ length: channelCount + 1 }, (_, at) => at - 1)
  const found = rewards.map((): number[] => [])
  const keep = (columns: readonly (readonly number[])[]) => {
    for (const [at, column] of columns.entries()) found[at]?.push(...column)
  }
  if (equations.size <= mostEliminated) {
    for (const removed of removals) keep(eliminate(equations, laidOut, removed).map((one) => [one]))
  } else {
    for (let from = 0; from < removals.length; from += atOnce)
      keep(sweep(equations, laidOut, removals.slice(from, from + atOnce)))
  }
  return found.map(([whole = 0, ...without]) => ({ whole, without }))
}

function eliminate(equations: Equations, rewards: readonly Float64Array[], removed: number): number[] {
  const { size, current, from, to, journeys, leaving } = equations
  const states: number[] = []
  const rowOf = new Int32Array(size).fill(-1)
  for (let state = 0; state < size; state++) {
    if ((removed !== -1 && current[state] === removed) || (leaving[state] ?? 0) <= 0) continue
    rowOf[state] = states.push(state) - 1
  }
  const count = states.length
  const width = count + rewards.length
  const rows = new Float64Array(count * width)
  for (const [row, state] of states.entries()) {
    rows[row * width + row] = leaving[state] ?? 0
    for (const [at, reward] of rewards.entries()) rows[row * width + count + at] = reward[state] ?? 0
    for (let edge = from[state] ?? 0; edge < (from[state + 1] ?? 0); edge++) {
      const column = rowOf[to[edge] ?? 0] ?? -1
      if (column >= 0) rows[row * width + column] = -(journeys[edge] ?? 0)
    }
  }
  for (let pivot = 0; pivot < count - 1; pivot++) {
    const diagonal = rows[pivot * width + pivot] ?? 0
    for (let row = pivot + 1; row < count; row++) {
      const factor = (rows[row * width + pivot] ?? 0) / diagonal
      if (factor === 0) continue
      for (let column = pivot + 1; column < width; column++) {
        const cell = row * width + column
        rows[cell] = (rows[cell] ?? 0) - factor * (rows[pivot * width + column] ?? 0)
      }
    }
  }
  // the start is the last state, so it is what is left
  const start = (count - 1) * width
  return rewards.map((_, at) =>
    count === 0 ? 0 : (rows[start + count + at] ?? 0) / (rows[start + count - 1] ?? 1),
  )
}

/** For each reward, what is expected without each of the removed channels. */
function sweep(
  equations: Equations,
  rewards: readonly Float64Array[],
  removed: readonly number[],
): number[][] {
  const { size, current, from, to, journeys, leaving } = equations
  const perReward = removed.length
  const width = rewards.length * perReward
  const x = new Float64Array(size * width)
  const sums = new Float64Array(width)
  const rest = (state: number) => {
    for (const [at, reward] of rewards.entries())
      sums.fill(reward[state] ?? 0, at * perReward, (at + 1) * perReward)
    const end = from[state + 1] ?? 0
    for (let edge = from[state] ?? 0; edge < end; edge++) {
      const count = journeys[edge] ?? 0
      const target = (to[edge] ?? 0) * width
      for (let column = 0; column < width; column++)
        sums[column] = (sums[column] ?? 0) + count * (x[target + column] ?? 0)
    }
    const gone = current[state] === -1 ? -1 : removed.indexOf(current[state] ?? -1)
    if (gone >= 0) for (let column = gone; column < width; column += perReward) sums[column] = 0
    const leave = leaving[state] || 1
    let isSettled = true
    for (let column = 0; column < width; column++) {
      const next = (sums[column] ?? 0) / leave
      const cell = state * width + column
      if (Math.abs(next - (x[cell] ?? 0)) > 4 * Number.EPSILON * next) isSettled = false
      x[cell] = next
    }
    return isSettled
  }
  for (let sweeps = 0; sweeps < mostSweeps; sweeps++) {
    let isSettled = true
    for (let state = 0; state < size; state++) if (!rest(state)) isSettled = false
    if (isSettled) {
      const start = (size - 1) * width
      return rewards.map((_, at) => [...x.subarray(start + at * perReward, start + (at + 1) * perReward)])
    }
  }
  throw new RangeError(
    `The chain of ${size} states did not settle in ${mostSweeps} sweeps: its journeys repeat almost without end.`,
  )
}

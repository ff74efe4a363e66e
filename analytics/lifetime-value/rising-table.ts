import { digammaRising, logRising } from './special.ts'

/** ln(Γ(a + n) / Γ(a)) and its derivative by a, for many n at once: those of each n follow from those of the one before. */
export interface RisingTable {
  readonly logs: Float64Array
  readonly slopes: Float64Array
}

/** `steps` are ascending. */
export function risingTable(a: number, steps: Float64Array): RisingTable {
  const logs = new Float64Array(steps.length)
  const slopes = new Float64Array(steps.length)
  let log = 0
  let slope = 0
  let from = 0
  for (let i = 0; i < steps.length; i++) {
    const to = steps[i] ?? 0
    if (to - from > 8) {
      log += logRising(a + from, to - from)
      slope += digammaRising(a + from, to - from)
    } else {
      for (let n = from; n < to; n++) {
        log += Math.log(a + n)
        slope += 1 / (a + n)
      }
    }
    from = to
    logs[i] = log
    slopes[i] = slope
  }
  return { logs, slopes }
}

/** What a run did, for people and benchmarks. */
export interface MatchMeasures {
  readonly isFull: boolean
  readonly records: number
  readonly changed: number
  /** Pairs by the source that gives them; a pair that several give counts in each. */
  readonly sources: readonly { readonly name: string; readonly pairs: number; readonly largest: number }[]
  readonly seconds: Readonly<Record<string, number>>
}

/** Seconds since the last lap, by name. */
export function clock() {
  const laps: Record<string, number> = {}
  let last = performance.now()
  return {
    laps,
    lap(name: string) {
      const now = performance.now()
      laps[name] = Math.round(now - last) / 1000
      last = now
    },
  }
}

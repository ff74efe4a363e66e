/** What a run did, for people and benchmarks. */
export interface MatchMeasures {
  readonly isFull: boolean
  readonly records: number
  readonly changed: number
  /** A pair that several sources find counts in each. */
  readonly sources: readonly PairCount[]
  readonly seconds: Readonly<Record<string, number>>
}

/** What a pair source finds, without over-shared values. */
export interface PairCount {
  readonly name: string
  readonly pairs: number
  /** Records in its largest block. */
  readonly largest: number
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

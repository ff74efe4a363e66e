/** How many were at risk of leaving at a time, and how many left then. Times are whole periods or any other unit. */
export interface AtRisk {
  readonly time: number
  readonly atRisk: number
  readonly left: number
}

/** For how long somebody was seen to stay, and whether that ended because they left or because nobody looked longer. */
export interface Stay {
  readonly time: number
  readonly hasLeft: boolean
}

/**
 * The life table of stays that are censored on the right: one row for each time at which somebody left or was last seen,
 * in order of time. Who was last seen at a time was still at risk at it (Kaplan & Meier 1958).
 */
export function lifeTable(stays: readonly Stay[]): AtRisk[] {
  const ends = new Map<number, { left: number; all: number }>()
  for (const { time, hasLeft } of stays) {
    if (!Number.isFinite(time) || time < 0)
      throw new RangeError(`a stay lasts ${time}: 0 or more was expected`)
    const end = ends.get(time) ?? { left: 0, all: 0 }
    ends.set(time, { left: end.left + (hasLeft ? 1 : 0), all: end.all + 1 })
  }
  let atRisk = stays.length
  return [...ends]
    .sort(([one], [other]) => one - other)
    .map(([time, { left, all }]) => {
      const row = { time, atRisk, left }
      atRisk -= all
      return row
    })
}

/** Throws unless times rise, nobody leaves who was not at risk, and all numbers are whole. */
export function checkLifeTable(table: readonly AtRisk[]): void {
  let before = Number.NEGATIVE_INFINITY
  for (const { time, atRisk, left } of table) {
    if (!Number.isFinite(time) || time <= before)
      throw new RangeError(`time ${time} does not come after ${before}`)
    if (!Number.isSafeInteger(atRisk) || !Number.isSafeInteger(left) || left < 0 || left > atRisk)
      throw new RangeError(
        `at time ${time}, ${left} of ${atRisk} left: whole numbers from 0 to all were expected`,
      )
    before = time
  }
}

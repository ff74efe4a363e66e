/**
 * Rounds parts to some decimal places so that they still add up to the total, rounded to the same: each part is rounded down,
 * and what is left goes to those that lost most, by one unit each (largest remainder, Hamilton's method). Of equal losses,
 * the first part comes first.
 */
export function apportion(parts: readonly number[], total: number, digits = decimalsFor(total)): number[] {
  const unit = 10 ** digits
  const whole = Math.round(total * unit)
  if (!Number.isSafeInteger(whole)) {
    throw new RangeError(`${total} has more digits than can be kept with ${digits} decimal places`)
  }
  const floors = parts.map((part) => Math.floor(part * unit))
  let left = whole - floors.reduce((sum, floor) => sum + floor, 0)
  const byLoss = parts
    .map((part, at) => ({ at, loss: part * unit - (floors[at] ?? 0) }))
    .sort((a, b) => b.loss - a.loss || a.at - b.at)
  // rounding of the parts themselves can leave less than nothing
  const order = left < 0 ? byLoss.reverse() : byLoss
  const step = Math.sign(left)
  for (let next = 0; left !== 0 && order.length > 0; next = (next + 1) % order.length) {
    const at = order[next]?.at ?? 0
    floors[at] = (floors[at] ?? 0) + step
    left -= step
  }
  return floors.map((floor) => floor / unit)
}

/** As many decimal places as numbers of this size keep exactly, at most 9. */
export function decimalsFor(total: number): number {
  const places = Math.ceil(Math.log10(Math.abs(total) + 1))
  return Math.max(0, Math.min(9, 15 - places))
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** A date with or without a time of day, e.g. `2026-06-30 09:15`. */
const localTime = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?$/

/**
 * The UTC time at which the clocks of a time zone show a local time. Of an hour that clocks show twice in autumn, the
 * first is meant. Text that is not a local time is returned unchanged, so that the contract can refuse it.
 */
export function instantIn(timeZone: string, text: string): string {
  const match = localTime.exec(text)
  if (!match) return text
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((n) => Number(n ?? 0))
  const target = Date.UTC(year, month - 1, day, hour, minute, second)
  const exists = new Date(target).toISOString().slice(0, text.length) === text.replace(' ', 'T')
  if (!exists) return text
  const candidates = [-1, 1].map((days) => target - offsetAt(timeZone, target + days * 86_400_000))
  const [before = target, after = target] = candidates
  const isShown = (instant: number) => instant + offsetAt(timeZone, instant) === target
  const instant = isShown(before) ? before : isShown(after) ? after : before
  return new Date(instant).toISOString()
}

/** How far the clocks of a time zone are ahead of UTC, in milliseconds. */
function offsetAt(timeZone: string, instant: number): number {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(timeZone, format)
  }
  const part = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
  const of = (type: Intl.DateTimeFormatPartTypes) => part.get(type) ?? 0
  const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return shown - Math.floor(instant / 1000) * 1000
}

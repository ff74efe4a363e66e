const millisecondsADay = 86_400_000

/** The sample company's today: fixed, so that tests and pictures repeat. */
export const today = new Date('2026-10-31T18:00:00Z')
export const historyDays = 3 * 365
export const opening = new Date(today.getTime() - historyDays * millisecondsADay)

export function afterDays(days: number, from: Date = opening): Date {
  return new Date(from.getTime() + days * millisecondsADay)
}

/** ISO 8601 to the second, as the shop writes instants. */
export function instant(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`
}

/** How much more (or less) than usual is bought in each month, January first. */
const monthly = [0.75, 0.8, 0.9, 0.95, 1.0, 0.95, 0.9, 0.85, 1.0, 1.1, 1.7, 1.9]
export const busiest = Math.max(...monthly)

export function season(at: Date): number {
  return monthly[at.getUTCMonth()] ?? 1
}

/** The week of the sales at the end of November. */
export function isBlackFriday(at: Date): boolean {
  return at.getUTCMonth() === 10 && at.getUTCDate() >= 22
}

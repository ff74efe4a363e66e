import { instantIn } from '#engine'
import { company } from '#settings'
import { monthly } from './settings.ts'

/* Instants are milliseconds since 1970 here, and text or seconds in the records of the systems. */

export const second = 1000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour
export const year = 365 * day

/** The sample company's today: fixed, so that tests and pictures repeat. */
export const today = Date.UTC(2026, 9, 31, 18)
export const historyDays = 3 * 365
export const opening = today - historyDays * day
/** How long before an order the visits and mailings that lead to it can begin. */
export const lookahead = 30 * day

/** How far the company's clocks are ahead of UTC in January; summer time is left out. */
export const aheadOfUtc = Date.UTC(2026, 0, 1) - Date.parse(instantIn(company.timeZone, '2026-01-01'))

const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'))
const days = new Map<number, string>()

/** ISO 8601 to the second. Called millions of times, so days are cached. */
export function iso(at: number): string {
  const past = Math.floor(at / second) % 86_400
  return `${isoDay(at)}T${twoDigits[Math.floor(past / 3600)]}:${twoDigits[Math.floor(past / 60) % 60]}:${twoDigits[past % 60]}Z`
}

export function isoDay(at: number): string {
  const number = Math.floor(at / day)
  const known = days.get(number)
  if (known !== undefined) return known
  const text = new Date(at).toISOString().slice(0, 10)
  days.set(number, text)
  return text
}

export function seconds(at: number): number {
  return Math.floor(at / second)
}

/** Pacific time without an offset, as ShipStation writes it. */
export function pacific(at: number): string {
  const years = Number(isoDay(at).slice(0, 4))
  const begin = sunday(years, 2, 2) + 10 * hour
  const end = sunday(years, 10, 1) + 9 * hour
  const offset = at >= begin && at < end ? 7 : 8
  return `${iso(at - offset * hour).slice(0, 19)}.0000000`
}

/** Midnight of the nth Sunday of a month. */
function sunday(years: number, month: number, nth: number): number {
  const first = new Date(Date.UTC(years, month, 1)).getUTCDay()
  return Date.UTC(years, month, 1 + ((7 - first) % 7) + (nth - 1) * 7)
}

const usual = monthly.reduce((sum, month) => sum + month, 0) / monthly.length
export const busiest = Math.max(...monthly) / usual

/** How much is bought in the month of an instant, relative to an average month. */
export function season(at: number): number {
  return (monthly[Number(isoDay(at).slice(5, 7)) - 1] ?? usual) / usual
}

/** The week of the sales at the end of November. */
export function isBlackFriday(at: number): boolean {
  const date = new Date(at)
  return date.getUTCMonth() === 10 && date.getUTCDate() >= 22
}

/** Some hour of the shop's local day: `share` of the way from 7 to 22. */
export function openHour(at: number, share: number): number {
  return Math.floor((at + aheadOfUtc) / day) * day + (7 + 15 * share) * hour - aheadOfUtc
}

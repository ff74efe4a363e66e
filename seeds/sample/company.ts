import { historyDays, today } from './calendar.ts'
import { growth, prospectEvery } from './settings.ts'

/** Which company, and on which day: the same options always give the same records. */
export interface CompanyOptions {
  /** How many people bought in the three years before the default today; the shop keeps growing after it. */
  readonly customers: number
  readonly seed: number
  readonly today: number
}

export const defaultCompany: CompanyOptions = { customers: 2000, seed: 20261031, today }

/** How many people joined within the history, customers and prospects. */
export function firstPeople({ customers }: CompanyOptions): number {
  return customers + Math.max(0, Math.floor((customers - 1) / (prospectEvery - 1)))
}

/** How many people join on each day after the history. */
export function arrivalsADay(company: CompanyOptions): number {
  return firstPeople(company) / (growth * historyDays)
}

import { historyDays, today } from './calendar.ts'
import { growth, prospectEvery } from './settings.ts'

/** Which company, and on which day: the same options always give the same records. */
export interface CompanyOptions {
  /** How many people bought there in the three years to the usual today; the shop goes on growing after it. */
  readonly customers: number
  readonly seed: number
  readonly today: number
}

export const defaultCompany: CompanyOptions = { customers: 2000, seed: 20261031, today }

/** The people who came within the history, customers and prospects. */
export function firstPeople({ customers }: CompanyOptions): number {
  return customers + Math.max(0, Math.floor((customers - 1) / (prospectEvery - 1)))
}

/** How many more come each day after it. */
export function arrivalsADay(company: CompanyOptions): number {
  return firstPeople(company) / (growth * historyDays)
}

import { normaliseCountry } from '../normalise/country.ts'
import { company } from './company.ts'

/** The markets by name, as the warehouse writes countries. */
export const marketNames = company.markets.map((code) => normaliseCountry(code).country ?? code)

import { normaliseCountry } from '../normalise/country.ts'
import { company } from './company.ts'

const named = company.markets.map((code) => [code, normaliseCountry(code).country ?? code] as const)

/** The markets by name, as the warehouse writes countries. */
export const marketNames: readonly string[] = named.map(([, name]) => name)

/** All other countries together. */
export const otherMarkets = 'Other'

/** Where no country is known. */
export const unknownMarket = 'Unknown'

/** What a column `market` holds, by what people write for it: `IE`, `other` or `unknown`. */
export const markets: ReadonlyMap<string, string> = new Map([
  ...named,
  ['other', otherMarkets],
  ['unknown', unknownMarket],
])

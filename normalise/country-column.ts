import { derive } from '#engine'
import { normaliseCountry } from './country.ts'

/** The `derive` of staging transforms with a country but no person: the country's English name. */
export const countryColumn = derive({
  from: ['country_written'],
  adds: ['country'],
  with: ({ country_written }) => ({ country: normaliseCountry(country_written).country }),
  code: [import.meta.dirname],
})

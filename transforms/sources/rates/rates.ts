import { z } from 'zod'
import { currencyCode, source } from '#engine'
import { referenceRates } from './csv-reference-rates.ts'

const currency = () => currencyCode().overwrite((code) => code.toUpperCase())

/**
 * Exchange rates. The file of the European Central Bank's reference rates loads as it is; rates of anybody else need
 * these fields as columns.
 */
export const rates = source('rates', {
  system: 'Exchange rates',
  entities: {
    daily: {
      description: 'What a unit of one currency cost in another on a day',
      key: ['provider', 'day', 'from', 'to'],
      freshWithinHours: 96,
      csv: referenceRates,
      fields: {
        day: z.iso.date('not a day like 2026-11-25').describe('The bank day that the rate is of'),
        from: currency().describe('Currency that is bought, ISO 4217'),
        to: currency().describe('Currency that it is paid in, ISO 4217'),
        rate: z
          .union([
            z.string().regex(/^(?=.*[1-9])\d{1,12}(\.\d{1,40})?$/, 'not a rate above zero'),
            z.number().positive('not a rate above zero').lt(1e12),
          ])
          .meta({ postgres: 'numeric' })
          .describe('How much of `to` one unit of `from` costs'),
        provider: z.string().trim().min(1).max(100).describe('Who says so, e.g. ECB'),
      },
    },
  },
})

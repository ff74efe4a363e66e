import { z } from 'zod'
import { currencyCode, source } from '#engine'

const text = z.string().trim().max(600).nullable().optional()
const count = z
  .union([z.int().nonnegative(), z.string().regex(/^\d{1,15}$/, 'not a whole number')])
  .meta({ postgres: 'bigint' })
  .nullable()
  .optional()

/**
 * What advertising costs, as a file that marketing keeps or exports from the platforms: Google Ads, Meta, Criteo … have
 * different exports, and all of them have these columns by some name.
 */
export const marketing = source('marketing', {
  system: 'Marketing costs',
  entities: {
    costs: {
      description: 'What a campaign cost on a platform on a day',
      key: ['platform', 'day', 'campaign'],
      freshWithinHours: 72,
      fields: {
        day: z.iso.date('not a day like 2026-11-25').describe('The day, as the platform counts it'),
        platform: z.string().trim().min(1).max(200).describe('Where it was spent, e.g. google'),
        campaign: z.string().trim().min(1).max(600).describe('Name of the campaign on the platform'),
        utm_source: text.describe('utm_source of its links; the platform if missing'),
        utm_medium: text.describe('utm_medium of its links; cpc if missing'),
        utm_campaign: text.describe('utm_campaign of its links; the name of the campaign if missing'),
        cost: z
          .union([
            z.string().regex(/^\d{1,15}(\.\d{1,10})?$/, 'not an amount from zero'),
            z.number().nonnegative('not an amount from zero').lt(1e15),
          ])
          .meta({ postgres: 'numeric' })
          .describe('What it cost, without tax'),
        currency: currencyCode()
          .overwrite((code) => code.toUpperCase())
          .describe('Currency of the cost, ISO 4217'),
        impressions: count.describe('How often it was shown'),
        clicks: count.describe('How often it was clicked'),
      },
    },
  },
})

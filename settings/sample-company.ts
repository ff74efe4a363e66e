import { companySettings } from './declare.ts'

/** Used until there is a company/settings.ts: the sample company, an invented British retailer. */
export const sampleCompany = companySettings(
  {
    name: 'Hearth & Hollow',
    currency: 'GBP',
    timeZone: 'Europe/London',
    locale: 'en-GB',
    firstDayOfWeek: 1,
    financialYearStartMonth: 4,
    markets: ['GB', 'IE', 'FR', 'DE', 'NL'],
    phoneRegion: 'GB',
    sources: 'all',
  },
  'settings/sample-company.ts',
)

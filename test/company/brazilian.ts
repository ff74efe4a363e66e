/** Settings of a company that shares nothing with the sample company, as `company/settings.ts` has them. */
export const brazilianSettings = `import { companySettings } from '#settings/declare'

export const settings = companySettings({
  name: 'Casa Ipê',
  currency: 'BRL',
  timeZone: 'America/Sao_Paulo',
  locale: 'pt-BR',
  firstDayOfWeek: 7,
  financialYearStartMonth: 1,
  markets: ['BR', 'PT'],
  phoneRegion: 'BR',
  sources: ['shopify', 'square', 'hubspot', 'stripe', 'zendesk'],
})
`

/** The company's settings. services/reports/reports.ts gives them to the build; see settings/declare.ts. */
const settings = import.meta.env.VITE_CLIENTELE_COMPANY
if (!settings) throw new Error('The settings of the company are missing. Build the reports with "npm start".')
export const company = JSON.parse(settings)

/** `British pounds`, for a sentence. */
export const currencyName = new Intl.NumberFormat('en', {
  style: 'currency',
  currency: company.currency,
  currencyDisplay: 'name',
})
  .formatToParts(2)
  .find(({ type }) => type === 'currency').value

/** Whether screens list a source although nothing of it was loaded. */
const isInUse = (source) => company.sources === 'all' || company.sources.includes(source)

/** The commands that load a first file: of the entity, if the company uses its source. */
export const loadCommands = (entity) => [
  `npx clientele load ${isInUse(entity.split('.')[0]) ? entity : `${company.sources[0]}.ENTITY`} FILE`,
  'npm start',
]

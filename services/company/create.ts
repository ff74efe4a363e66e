import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CompanySettings } from '#settings/declare'
import { companyFolders } from '../settings.ts'

/** Writes `company/` and returns the files written. A file that exists already is left as it is. */
export async function createCompany(root: string, settings: CompanySettings): Promise<string[]> {
  const files = [
    ['company/settings.ts', settingsFile(settings)],
    ['company/README.md', readme],
    // git does not keep an empty folder
    ...companyFolders.map((folder) => [`company/${folder}/.gitkeep`, ''] as const),
  ] as const
  const missing = files.filter(([file]) => !existsSync(join(root, file)))
  for (const [file, text] of missing) {
    await mkdir(dirname(join(root, file)), { recursive: true })
    await writeFile(join(root, file), text, { flag: 'wx' })
  }
  return missing.map(([file]) => file)
}

function settingsFile(settings: CompanySettings): string {
  const list = (items: readonly string[]) => `[${items.map(quoted).join(', ')}]`
  return `import { companySettings } from '#settings/declare'

/** Everything reads these settings. After a change, start Clientele again, or run \`npx clientele build\`. */
export const settings = companySettings({
  /** As readers know the company. Shown in the title of every report. */
  name: ${quoted(settings.name)},
  /** The currency of all reports (ISO 4217). */
  currency: ${quoted(settings.currency)},
  /** Days, weeks and months begin and end in this time zone (IANA). */
  timeZone: ${quoted(settings.timeZone)},
  /** How numbers, amounts and dates are written (BCP 47). */
  locale: ${quoted(settings.locale)},
  /** 1 is Monday, 7 is Sunday. */
  firstDayOfWeek: ${settings.firstDayOfWeek},
  /** 1 is January. */
  financialYearStartMonth: ${settings.financialYearStartMonth},
  /** The countries the company sells to, the home market first (ISO 3166-1). */
  markets: ${list(settings.markets)},
  /** The country of telephone numbers, addresses and dates that do not name one. */
  phoneRegion: ${quoted(settings.phoneRegion)},
  /** The sources in use, such as ['shopify', 'stripe'], or 'all'. The others are hidden, and nothing loads into them. */
  sources: ${settings.sources === 'all' ? "'all'" : list(settings.sources)},
})
`
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}

const readme = `# What this company adds to Clientele

This folder is yours. Clientele reads it next to its own files and never writes to it, except when you run
\`clientele init\` or \`clientele source new\`. An upgrade of Clientele leaves it as it is.

| file | what it holds |
|---|---|
| \`settings.ts\` | name, currency, time zone, markets, sources in use |
| \`sources/<vendor>/<vendor>.ts\` | what the records of a source look like |
| \`staging/<source>/stg_<source>__<entity>.ts\` | its records renamed, typed and normalised |
| \`marts/mart_<question>.ts\` | one question answered at one grain |
| \`segments/<name>.ts\` | groups of customers, in the schema \`marts\` |
| \`cubes/<name>.yml\`, \`views/<name>.yml\` | what Cube measures, and what people see of it |
| \`pages/<name>.md\` | pages of the reports |

Import what Clientele offers by these names, not by relative paths:

| import | what |
|---|---|
| \`#engine\` | \`source\`, \`transform\`, \`sql\`, columns and tests |
| \`#settings\` | \`company\`, the settings of this folder |
| \`#transforms/canonical/order.ts\`, \`#transforms/warehouse/fct_orders.ts\` | any shape or relation of Clientele |
| \`#normalise/profile.ts\` | normalisation of names, addresses, e-mail addresses and telephone numbers |

A name that Clientele uses already is refused; nothing here replaces a file of Clientele's.

Clientele's own repository ignores this folder. Keep it in a repository of its own:

    cd company && git init && git add . && git commit -m "Begin with the settings"

On another machine, clone Clientele, and clone this repository into it as \`company\`. It must be a folder, not a link to
one, and must not have a \`package.json\`.

See docs/adding-a-source.md and docs/adding-a-metric.md.
`

import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const rooms =
  '{analytics,bench,bin,cli,engine,evaluation,migrations,model,normalise,reports,seeds,services,settings,stewardship,transforms}'
const generated = /(^|\/)(node_modules|build|\.evidence|\.svelte-kit|package-lock\.json)(\/|$)/

/** Files that name currencies or zones for a reason that is no company's. */
const exceptions: Readonly<Record<string, string>> = {
  'settings/sample-company.ts': 'the settings themselves',
  'settings/declare.ts': 'examples in messages',
  'services/company/questions.ts': 'examples in questions',
  'seeds/sample/places.ts': 'currencies of the countries that a sample company may sell to',
  'seeds/sample/rates.ts': 'what those currencies cost',
  'engine/declare/currency.ts': 'currencies without a smaller unit, by ISO 4217',
  'engine/declare/written-amount.ts': 'examples of how amounts are written',
  'engine/loading/csv/row-signs.ts': 'examples of how amounts are written',
  'migrations/20261122000010_major_units.ts': 'the same in SQL',
  'transforms/sources/online_retail/online_retail.ts': 'the currency of a published data set',
  'transforms/sources/rates/csv-reference-rates.ts': 'the base of the reference rates of the euro',
  'transforms/sources/square/csv-item-sales.ts': 'what the symbols and zones of Square stand for',
  'transforms/sources/shipstation/shipstation.ts': 'the zone of the clocks of ShipStation',
}

/** Codes that are also words in capitals. */
const words = new Set(['ALL', 'CUP', 'LAK', 'TOP', 'TRY'])
const codes = Intl.supportedValuesOf('currency').filter((code) => !words.has(code))
const names = new RegExp(
  [
    `(?<![\\w@])(?:${codes.join('|')}|'(?:${codes.join('|').toLowerCase()})')(?!\\w)`,
    '[£€¥]|R\\$(?!\\{)',
    '\\b(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Z]\\w+',
  ].join('|'),
  'g',
)

function namedIn(text: string): string[] {
  return [...text.matchAll(names)].map(([name]) => name)
}

const files = [
  ...globSync(`${rooms}/**/*.{ts,js,mjs,svelte,md,yml,yaml,css,json}`, { cwd: root }),
  'cube.js',
  'knexfile.ts',
]
  .filter((file) => !generated.test(file))
  .sort()

test('only the settings name a currency or a time zone', () => {
  expect(files.length).toBeGreaterThan(400)
  const breaches = files
    .filter((file) => !(file in exceptions))
    .flatMap((file) => namedIn(readFileSync(join(root, file), 'utf8')).map((name) => `${file}: ${name}`))
  expect(breaches).toEqual([])
})

test('every exception is a file that needs it', () => {
  const needed = files.filter(
    (file) => file in exceptions && namedIn(readFileSync(join(root, file), 'utf8')).length > 0,
  )
  expect(needed).toEqual(Object.keys(exceptions).sort())
})

test.each([
  ["currency: 'GBP',", 'GBP'],
  ["currency: 'usd',", "'usd'"],
  ['sql`select 1 as amount -- in BRL`', 'BRL'],
  ['meta: { currency: EUR }', 'EUR'],
  ['<b>£{amount}</b>', '£'],
  ["at time zone 'Europe/London'", 'Europe/London'],
  ['timeZone: America/Sao_Paulo', 'America/Sao_Paulo'],
])('a file that says %j is found', (text, name) => {
  expect(namedIn(text)).toEqual([name])
})

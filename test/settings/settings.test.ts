import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readCompany } from '../../settings/company.ts'
import { companySettings } from '../../settings/declare.ts'
import { sampleCompany } from '../../settings/sample-company.ts'

const brazilian = {
  ...sampleCompany,
  name: 'Casa Ipê',
  currency: 'BRL',
  timeZone: 'America/Sao_Paulo',
  locale: 'pt-BR',
  firstDayOfWeek: 7,
  financialYearStartMonth: 1,
  markets: ['BR', 'PT'],
  phoneRegion: 'BR',
  sources: ['shopify', 'stripe'],
} satisfies Parameters<typeof companySettings>[0]

test('settings that make sense are taken as they are', () => {
  expect(companySettings(brazilian)).toEqual(brazilian)
})

test.each([
  ['name', '  ', 'name: is empty. Write the name that readers know'],
  ['currency', 'R$', 'currency: "R$" is not a currency. Use its ISO 4217 code in capitals, such as BRL'],
  ['currency', 'brl', 'currency: "brl" is not a currency'],
  ['timeZone', 'Sao Paulo', 'timeZone: "Sao Paulo" is not a time zone. Use its IANA name'],
  ['timeZone', '-03:00', 'timeZone: "-03:00" is not a time zone'],
  ['locale', 'pt_BR', 'locale: "pt_BR" is not a locale. Use a BCP 47 tag, such as pt-BR'],
  ['locale', 'xx', 'locale: "xx" is not a locale'],
  ['firstDayOfWeek', 0, 'firstDayOfWeek: '],
  ['financialYearStartMonth', 13, 'financialYearStartMonth: '],
  ['markets', [], 'markets'],
  [
    'markets',
    ['BR', 'UK'],
    'markets.1: "UK" is not a country. Use its ISO 3166 code in capitals, such as BR',
  ],
  ['markets', ['BR', 'BR'], 'markets: names a country twice'],
  ['phoneRegion', 'Brazil', 'phoneRegion: "Brazil" is not a country'],
  ['phoneRegion', 'AQ', 'phoneRegion: "AQ" has no telephone numbers of its own'],
  ['sources', 'shopify', "sources: must be 'all' or a list of names"],
  ['junk', { emails: ['till'] }, 'junk.emails.0: is not an address. Write'],
  ['junk', { phones: ['none'] }, 'junk.phones.0: is not a telephone number. Write its digits'],
  ['junk', { ids: [' '] }, 'junk.ids.0: is empty. Write the id'],
  ['junk', { names: ['--'] }, 'junk.names.0: has no letter'],
  ['junk', { words: [] }, 'junk: Unrecognized key: "words"'],
  ['lifetimeValue', { groupBy: ['city'] }, 'lifetimeValue.groupBy.0: '],
  ['lifetimeValue', { groupBy: ['market', 'market'] }, 'lifetimeValue.groupBy: names something twice'],
  ['lifetimeValue', { minimumCustomers: 10 }, 'lifetimeValue.minimumCustomers: '],
  ['lifetimeValue', { discountRate: 10 }, 'lifetimeValue.discountRate: '],
  ['lifetimeValue', { refitEvery: 'day' }, 'lifetimeValue.refitEvery: '],
  ['churn', { horizonDays: 7 }, 'churn.horizonDays: '],
  ['colour', 'red', 'settings: Unrecognized key: "colour"'],
])('%s cannot be %j', (setting, value, problem) => {
  const settings = Object.assign({ ...brazilian }, { [setting]: value })
  expect(() => companySettings(settings)).toThrow(
    expect.objectContaining({ code: 'company-settings', message: expect.stringContaining(problem) }),
  )
})

test('all problems are named at once', () => {
  const settings = { ...brazilian, currency: 'R$', locale: 'pt_BR' }
  expect(() => companySettings(settings)).toThrow(
    expect.objectContaining({
      fields: {
        file: 'company/settings.ts',
        problems: [expect.stringMatching(/^currency: /), expect.stringMatching(/^locale: /)],
      },
    }),
  )
})

test('a checkout without company/settings.ts is the sample company; one that has it must export settings', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-settings-'))
  const write = async (name: string, text: string) => {
    const file = join(folder, name)
    await writeFile(file, text)
    return file
  }
  try {
    expect(await readCompany(join(folder, 'settings.ts'))).toBe(sampleCompany)
    const own = await write('own.mjs', `export const settings = ${JSON.stringify(brazilian)}`)
    expect(await readCompany(own)).toEqual(brazilian)
    for (const [name, text] of [
      ['empty.mjs', 'export {}'],
      ['broken.mjs', 'export const settings = {'],
    ] as const) {
      await expect(readCompany(await write(name, text))).rejects.toMatchObject({ code: 'company-settings' })
    }
  } finally {
    await rm(folder, { recursive: true })
  }
})

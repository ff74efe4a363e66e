import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { askFor, settingsFrom } from '../../services/company/questions.ts'
import { readCompany } from '../../settings/company.ts'
import { type Checkout, copyCheckout } from './checkout.ts'

const brazil = {
  name: "Casa d'Ouro",
  currency: 'BRL',
  timeZone: 'America/Sao_Paulo',
  locale: 'pt-BR',
  firstDayOfWeek: 7,
  financialYearStartMonth: 1,
  markets: ['BR', 'PT'],
  phoneRegion: 'BR',
  sources: 'all',
}
const flags = [
  ...['--name', brazil.name, '--markets', 'br, pt', '--currency', 'BRL'],
  ...['--time-zone', brazil.timeZone, '--first-day-of-week', '7'],
]

let checkout: Checkout
beforeEach(() => {
  checkout = copyCheckout()
})
afterEach(() => checkout.remove())

test('flags make a company whose settings can be read, and its files are never written again', async () => {
  const { code, output } = checkout.clientele(['init', '--json', ...flags])
  expect(code).toBe(0)
  const { settings, files }: { settings: unknown; files: string[] } = JSON.parse(output)
  expect(settings).toEqual(brazil)
  expect(files).toContain('company/README.md')
  for (const file of files) expect(existsSync(join(checkout.root, file))).toBe(true)
  expect(await readCompany(join(checkout.root, 'company/settings.ts'))).toEqual(brazil)

  const before = readFileSync(join(checkout.root, 'company/settings.ts'), 'utf8')
  const again = checkout.clientele(['init', '--json', ...flags, '--currency', 'EUR'])
  expect(again.code).toBe(1)
  expect(JSON.parse(again.output)).toMatchObject({ code: 'company-exists' })
  expect(readFileSync(join(checkout.root, 'company/settings.ts'), 'utf8')).toBe(before)
})

test('a README that exists already is left as it is', () => {
  checkout.write('README.md', 'Ours.')
  const { files }: { files: string[] } = JSON.parse(checkout.clientele(['init', '--json', ...flags]).output)
  expect(files).not.toContain('company/README.md')
  expect(readFileSync(join(checkout.root, 'company/README.md'), 'utf8')).toBe('Ours.')
})

test('without a terminal, the message names the flags that are missing', () => {
  const { code, output } = checkout.clientele(['init', '--name', 'Acme', '--currency', 'EUR'])
  expect(code).toBe(1)
  expect(output).toContain('Add --markets <countries> --time-zone <zone>.')
  expect(existsSync(join(checkout.root, 'company'))).toBe(false)
})

test('every wrong flag is named, with what it takes', () => {
  const wrong = ['--currency', 'euro', '--time-zone', '+01:00', '--sources', 'shopify,sap']
  const { code, output } = checkout.clientele(['init', ...flags, ...wrong])
  expect(code).toBe(1)
  expect(output).toContain('--currency: "EURO" is not a currency')
  expect(output).toContain('--time-zone: "+01:00" is not a time zone')
  expect(output).toContain('--sources: there is no source sap. Known: ')
  expect(existsSync(join(checkout.root, 'company'))).toBe(false)
})

test('questions are asked with what is used if they are not answered, and again after a wrong answer', async () => {
  const answers = ["Casa d'Ouro", 'br,pt', 'reais', 'BRL', 'America/Sao_Paulo', '', '7', '', '', '']
  const { settings, screen } = await answerQuestions(answers)
  expect(settings).toEqual(brazil)
  expect(screen).toContain('such as pt-BR [pt-BR]: ')
  expect(screen).toContain('(1 is Monday, 7 is Sunday) [1]: ')
  expect(screen).toContain('"REAIS" is not a currency')
  expect(screen.match(/Currency of its reports/g)).toHaveLength(2)
})

test('questions that are not all answered write nothing', async () => {
  await expect(answerQuestions(['Acme', 'DE'])).rejects.toMatchObject({ code: 'init-incomplete' })
})

/** Types each answer when its question has been printed. */
async function answerQuestions(answers: readonly string[]) {
  const [input, output] = [new PassThrough(), new PassThrough()]
  const left = [...answers]
  let screen = ''
  output.on('data', (data) => {
    screen += data
    if (!screen.endsWith(': ')) return
    const answer = left.shift()
    if (answer === undefined) input.end()
    else input.write(`${answer}\n`)
  })
  const terminal = createInterface({ input, output })
  const given = await askFor({}, ['shopify'], terminal).finally(() => terminal.close())
  return { settings: settingsFrom(given, ['shopify']), screen }
}

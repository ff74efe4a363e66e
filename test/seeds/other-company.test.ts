import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isValidPhoneNumber } from 'libphonenumber-js/max'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { brazilianSettings } from '../company/brazilian.ts'
import { type Checkout, copyCheckout } from '../company/checkout.ts'

let checkout: Checkout
beforeAll(() => {
  checkout = copyCheckout()
  checkout.write('settings.ts', brazilianSettings)
  const { code, output } = checkout.clientele(['sample', '--to', 'written', '--customers', '200'])
  if (code !== 0) throw new Error(output)
})
afterAll(() => checkout.remove())

const textOf = (entity: string) => readFileSync(join(checkout.root, 'written', `${entity}.jsonl`), 'utf8')
const recordsOf = (entity: string) =>
  textOf(entity)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
const valuesOf = (entity: string, of: (record: ReturnType<typeof JSON.parse>) => unknown) =>
  new Set(recordsOf(entity).map(of))

test('amounts are in the currency of the company, or of another of its markets', () => {
  expect(valuesOf('shopify.customers', ({ currency }) => currency)).toEqual(new Set(['BRL']))
  expect(valuesOf('shopify.orders', ({ currency }) => currency)).toEqual(new Set(['BRL', 'EUR']))
  expect(valuesOf('square.orders', ({ total_money }) => total_money.currency)).toEqual(new Set(['BRL']))
  expect(valuesOf('stripe.charges', ({ currency }) => currency)).toEqual(new Set(['brl']))
})

test('customers live in the markets, most of them in the home market', () => {
  const codes = recordsOf('shopify.customers').map(({ default_address }) => default_address.country_code)
  expect(new Set(codes)).toEqual(new Set(['BR', 'PT']))
  expect(codes.filter((code) => code === 'BR').length / codes.length).toBeGreaterThan(0.8)
})

test('telephone numbers can be dialled in the region of the company, and differ', () => {
  const phones = recordsOf('shopify.customers').flatMap(({ phone }) => phone ?? [])
  expect(phones.length).toBeGreaterThan(100)
  expect(phones.filter((phone) => !isValidPhoneNumber(phone))).toEqual([])
  const dialled = recordsOf('hubspot.contacts').flatMap(({ properties }) => properties.phone ?? [])
  expect(dialled.filter((phone) => !isValidPhoneNumber(phone, 'BR'))).toEqual([])
})

test('people shop between 7 and 22 on the clocks of the company', () => {
  const hourOf = new Intl.DateTimeFormat('en', {
    timeZone: 'America/Sao_Paulo',
    hour: 'numeric',
    hourCycle: 'h23',
  })
  const hours = recordsOf('square.orders')
    .filter(({ line_items }) => line_items)
    .map(({ created_at }) => Number(hourOf.format(new Date(created_at))))
  expect(Math.min(...hours)).toBeGreaterThanOrEqual(7)
  expect(Math.max(...hours)).toBeLessThan(22)
})

test('nothing is left of the British sample company', () => {
  const entities = ['shopify.orders', 'square.customers', 'zendesk.users', 'hubspot.deals']
  for (const entity of entities)
    expect([...textOf(entity).matchAll(/gbp|£|en-GB|Hearth|\+44|"London"/gi)], entity).toEqual([])
})

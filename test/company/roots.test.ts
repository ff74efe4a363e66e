import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Checkout, copyCheckout } from './checkout.ts'

let checkout: Checkout
beforeEach(() => {
  checkout = copyCheckout()
})
afterEach(() => checkout.remove())

const salon = (name: string) => `
import { z } from 'zod'
import { source } from '#engine'
export const ${name} = source('${name}', {
  system: 'Salon',
  entities: { bookings: { description: 'Bookings', key: ['number'], fields: { number: z.string() } } },
})`

const mart = (name: string) => `
import { integer, sql, text, transform } from '#engine'
import { dim_customer } from '#transforms/warehouse/dim_customer.ts'
export const ${name} = transform('marts.${name}', {
  description: 'Customers by country.',
  grain: ['country'],
  columns: { country: text('Country'), customer_count: integer("Customers") },
  query: sql\`select country, count(*)::int as customer_count from \${dim_customer} where country is not null group by country\`,
})`

test("a company's marts and segments are read next to the product's", () => {
  checkout.write('sources/salon/salon.ts', salon('salon'))
  checkout.write('marts/mart_country.ts', mart('mart_country'))
  checkout.write('segments/segment_country.ts', mart('segment_country'))
  const listed: { name: string }[] = JSON.parse(checkout.clientele(['show', '--json']).output)
  const names = listed.map(({ name }) => name)
  expect(names).toEqual(
    expect.arrayContaining(['marts.mart_country', 'marts.segment_country', 'marts.mart_rfm']),
  )
  const shown = JSON.parse(checkout.clientele(['show', 'mart_country', '--json']).output)
  expect(shown.reads).toEqual(['warehouse.dim_customer'])
})

test("a company's funnel is a part of the product's", () => {
  checkout.write(
    'marts/mart_funnel_booking.ts',
    `
import { sql } from '#engine'
import { funnel } from '#transforms/marts/funnels/funnel.ts'
export const mart_funnel_booking = funnel('mart_funnel_booking', {
  title: 'booking',
  description: 'From the calendar to a booking.',
  within: { days: 3 },
  steps: [
    { name: 'calendar seen', when: sql\`page_path = '/calendar'\` },
    { name: 'booked', when: sql\`event_name = 'Appointment Booked'\` },
  ],
})`,
  )
  const shown = JSON.parse(checkout.clientele(['show', 'mart_funnel', '--json']).output)
  expect(shown.reads).toEqual(
    expect.arrayContaining([
      'marts.mart_funnel_booking',
      'marts.mart_funnel_checkout',
      'marts.mart_funnel_return',
    ]),
  )
})

test.each([
  ['a relation', 'marts/mart_rfm.ts', mart('mart_rfm'), 'relation mart_rfm'],
  ['a source', 'sources/shopify/shopify.ts', salon('shopify'), 'source shopify'],
])('%s with a name of the product is refused', (_, file, text, name) => {
  checkout.write(file, text)
  const { code, output } = checkout.clientele(['show', '--json'])
  expect(code).toBe(1)
  expect(JSON.parse(output)).toMatchObject({
    code: 'declared-twice',
    message: expect.stringContaining(`company/${file}: there is already a ${name}, declared in`),
    fields: { declaredIn: expect.stringContaining(`transforms/${file}`) },
  })
})

test('a transform in the folder of another layer is refused', () => {
  checkout.write('staging/mart_country.ts', mart('mart_country'))
  const { code, output } = checkout.clientele(['show'])
  expect(code).toBe(1)
  expect(output).toContain('the folder is for staging; found export mart_country of marts.mart_country')
})

test('a folder of the company that nothing reads is refused', () => {
  checkout.write('mart/mart_country.ts', mart('mart_country'))
  const { code, output } = checkout.clientele(['show'])
  expect(code).toBe(1)
  expect(output).toContain('Nothing reads company/mart. Rename the folder to one of sources, staging, marts')
})

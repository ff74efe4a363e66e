import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findFiles } from '../../engine/loading/find-files.ts'
import { loadRecords } from '../../engine/loading/load.ts'
import { shipstation } from '../../transforms/sources/shipstation/shipstation.ts'
import { stripe } from '../../transforms/sources/stripe/stripe.ts'
import { useDatabase } from '../harness/database.ts'
import { loadInput, loadText } from './field.ts'

const db = useDatabase()

const statusOf = async (table: string, column: string, id: string) =>
  (await db.pool.query(`select ${column} as status from raw.${table} where _key = $1`, [id])).rows[0]?.status

test('files of a folder come in the order in which people count', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-order-'))
  try {
    const names = ['part-10.jsonl', 'part-9.jsonl', 'part-100.jsonl', 'part-1.jsonl', 'part-01.jsonl']
    for (const name of names) await writeFile(join(folder, name), '')
    const inOrder = ['part-01.jsonl', 'part-1.jsonl', 'part-9.jsonl', 'part-10.jsonl', 'part-100.jsonl']
    const paths = inOrder.map((name) => join(folder, name))
    expect(await findFiles([folder])).toEqual(paths)
    expect(await findFiles([join(folder, '*.jsonl')])).toEqual(paths)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test.each([
  ['in order', ['subscriptions-9.jsonl', 'subscriptions-10.jsonl']],
  ['the newer one first', ['subscriptions-10.jsonl', 'subscriptions-9.jsonl']],
])('a subscription that was cancelled stays cancelled, loaded %s', async (_, files) => {
  await db.pool.query('truncate raw.stripe__subscriptions').catch(() => undefined)
  for (const file of files) await loadInput(db.pool, 'stripe.subscriptions', `25-folder-order/${file}`)
  expect(await statusOf('stripe__subscriptions', 'status', 'sub_fo1')).toBe('canceled')
})

test('a time without an offset is compared by the clock that wrote it', async () => {
  await loadInput(db.pool, 'shipstation.orders', '35-shipstation-local-vs-offset/orders.jsonl')
  expect(await statusOf('shipstation__orders', '"orderStatus"', '35')).toBe('cancelled')
})

const address = { name: 'Kim Ross' }
const written = { orderNumber: '1', billTo: address, shipTo: address, items: [] }
const epoch = Date.UTC(2026, 0, 1)

/** An instant as ShipStation's clocks show it, with or without its offset. */
function asWritten(instant: number, hasOffset: boolean): string {
  if (hasOffset) return new Date(instant).toISOString()
  const shown = new Date(instant).toLocaleString('sv-SE', { timeZone: 'America/Los_Angeles' })
  return `${shown.replace(' ', 'T')}.${String(instant % 1000).padStart(3, '0')}0000`
}

test('of versions with either kind of time, in any order, the newest stays', async () => {
  // not in the hour that clocks show twice: there a time without an offset says too little
  const version = fc.record({
    minute: fc.integer({ min: 0, max: 60 * 24 * 300 }).filter((minute) => {
      const at = epoch + minute * 60_000
      return at < Date.UTC(2026, 9, 31) || at > Date.UTC(2026, 10, 2)
    }),
    hasOffset: fc.boolean(),
  })
  const order = { ...written, orderDate: asWritten(epoch, true), createDate: asWritten(epoch, true) }
  let orderId = 1000
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(version, { selector: ({ minute }) => minute, minLength: 2, maxLength: 5 }),
      async (versions) => {
        orderId += 1
        for (const { minute, hasOffset } of versions) {
          const modifyDate = asWritten(epoch + minute * 60_000, hasOffset)
          const record = {
            ...order,
            orderId,
            modifyDate,
            orderStatus: 'shipped',
            customerNotes: String(minute),
          }
          await loadRecords(db.pool, shipstation.orders, [record], { origin: 'test', isSample: false })
        }
        const newest = Math.max(...versions.map(({ minute }) => minute))
        expect(await statusOf('shipstation__orders', '"customerNotes"', String(orderId))).toBe(String(newest))
      },
    ),
    { numRuns: 8 },
  )
})

test('what is final in a source stays, in whichever order versions are loaded', async () => {
  const charge = { created: 1_770_000_000, charge: 'ch_1', amount: 100, currency: 'gbp' }
  const customer = { id: 'cus_gone', name: 'Ada Byron', created: 1_770_000_000 }
  const load = (entity: typeof stripe.refunds | typeof stripe.customers, record: object) =>
    loadRecords(db.pool, entity, [record], { origin: 'test', isSample: false })
  await load(stripe.refunds, { ...charge, id: 're_1', status: 'failed' })
  await load(stripe.refunds, { ...charge, id: 're_1', status: 'pending' })
  expect(await statusOf('stripe__refunds', 'status', 're_1')).toBe('failed')
  await load(stripe.customers, { id: 'cus_gone', deleted: true })
  await load(stripe.customers, customer)
  expect(await statusOf('stripe__customers', '_is_deleted', 'cus_gone')).toBe(true)
  // without a final state, the version loaded last counts
  await load(stripe.customers, { ...customer, id: 'cus_here' })
  await load(stripe.customers, { ...customer, id: 'cus_here', name: 'Ada King' })
  expect(await statusOf('stripe__customers', 'name', 'cus_here')).toBe('Ada King')
})

test("an export in the account's time zone keeps its instants where clocks change", async () => {
  await loadInput(db.pool, 'hubspot.contacts', '45-hubspot-dst/contacts.csv')
  const { rows } = await db.pool.query(
    `select id, "createdAt"::timestamptz as created_at, "updatedAt"::timestamptz as updated_at
     from raw.hubspot__contacts order by id`,
  )
  expect(rows).toEqual([
    // London: the hour from 1 to 2 does not exist on 29 March, and exists twice on 26 October
    { id: '9101', created_at: new Date('2026-03-29T01:30Z'), updated_at: new Date('2026-03-29T01:30Z') },
    { id: '9102', created_at: new Date('2025-10-26T00:30Z'), updated_at: new Date('2025-10-26T02:30Z') },
    { id: '9103', created_at: new Date('2026-06-30T22:30Z'), updated_at: new Date('2026-06-30T23:30Z') },
  ])
})

test('a time in an export without an offset is kept to the second in every zone of the year', async () => {
  const rows = ['2026-03-29 00:59:59', '2026-03-29 02:00:00', '2026-10-25 00:59:59', '2026-10-25 02:00:00']
  const csv = [
    'Email,Klaviyo ID,Profile Created On',
    ...rows.map((at, index) => `p${index}@times.example,T${index},${at}`),
  ].join('\n')
  await loadText(db.pool, 'klaviyo.profiles', 'list.csv', csv)
  const { rows: stored } = await db.pool.query(
    `select attributes ->> 'created' as created from raw.klaviyo__profiles order by id`,
  )
  expect(stored.map(({ created }) => created)).toEqual([
    '2026-03-29T00:59:59.000Z',
    '2026-03-29T01:00:00.000Z',
    '2026-10-24T23:59:59.000Z',
    '2026-10-25T02:00:00.000Z',
  ])
})

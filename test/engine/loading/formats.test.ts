import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { loadFile } from '../../../engine/loading/load.ts'
import { listQuarantine } from '../../../engine/loading/quarantine.ts'
import { replayQuarantine } from '../../../engine/loading/replay.ts'
import { useDatabase } from '../../harness/database.ts'
import { emptyEntity, shop, temporaryFiles } from './files.ts'

const db = useDatabase()
let files: Awaited<ReturnType<typeof temporaryFiles>>
beforeAll(async () => {
  files = await temporaryFiles()
})
beforeEach(async () => {
  for (const { entity } of Object.values(shop)) await emptyEntity(db.pool, entity)
})
afterAll(async () => {
  await files.remove()
})

const balances = async () => {
  const { rows } = await db.pool.query('select id, balance from raw.shop__accounts order by id')
  return rows.map((row) => [row.id, row.balance])
}

test("a product's own export: consecutive rows are one record, and a bad row rejects only its own", async () => {
  const text = [
    'Line,Account,Changed',
    '1,a,2026-01-01T00:00:00Z',
    '2,a,',
    '5,b,',
    'many,c,',
    '7,c,',
    '1,d,,too many',
    '8,d,',
    '"9"x,e,',
    '3,f,',
    '"4",f,',
  ].join('\r\n')
  const result = await loadFile(db.pool, shop.accounts, await files.write(text))
  expect(result).toMatchObject({ read: 6, loaded: 3, quarantined: 3 })
  expect(await balances()).toEqual([
    ['a', '3'],
    ['b', '5'],
    ['f', '7'],
  ])
  const { records } = await listQuarantine(db.pool, { limit: 10 })
  expect(records.map((r) => [r.line, r.reason, r.original])).toEqual([
    [5, 'unreadable-row', 'many,c,\r\n7,c,\r'],
    [7, 'wrong-field-count', '1,d,,too many\r\n8,d,\r'],
    [9, 'broken-quotes', '"9"x,e,\r'],
  ])
  const again = await loadFile(db.pool, shop.accounts, await files.write(text))
  expect(again).toMatchObject({ read: 6, unchanged: 3, quarantined: 3 })
})

test('a record whose rows span several blocks stays one record', async () => {
  const rows = Array.from({ length: 60_000 }, (_, i) => `${i % 10},long`)
  const text = ['Line,Account', '1,first', ...rows, '1,last'].join('\n')
  const result = await loadFile(db.pool, shop.accounts, await files.write(text))
  expect(result).toMatchObject({ read: 3, loaded: 3 })
  expect(await balances()).toEqual([
    ['first', '1'],
    ['last', '1'],
    ['long', '270000'],
  ])
})

test('API responses give their records, whatever else they contain', async () => {
  const record = fc.record({
    id: fc.uuid(),
    balance: fc.constantFrom('1', '2.5', null),
    meta: fc.option(fc.record({ gone: fc.boolean(), note: fc.string(), list: fc.array(fc.string()) })),
  })
  const around = fc.dictionary(fc.constantFrom('next', 'count', 'paging'), fc.jsonValue({ maxDepth: 2 }))
  const page = fc.record({
    around,
    records: fc.array(record, { minLength: 1, maxLength: 5 }),
    isFirst: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(page, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(undefined, 2),
      async (pages, indent) => {
        await emptyEntity(db.pool, shop.accounts.entity)
        const text = pages
          .map(({ around, records, isFirst }) =>
            isFirst ? { results: records, ...around } : { ...around, results: records },
          )
          .map((one) => JSON.stringify(one, null, indent))
          .join('\n')
        const result = await loadFile(db.pool, shop.accounts, await files.write(text, 'pages.json'))
        const records = pages.flatMap((one) => one.records)
        expect(result).toMatchObject({ read: records.length, quarantined: 0 })
        const ids = new Set(records.map((one) => one.id))
        expect(new Set((await balances()).map(([id]) => id))).toEqual(ids)
      },
    ),
    { numRuns: 12 },
  )
})

test('an object with the key is a record, however it is formatted, and one without it is a response', async () => {
  const load = async (text: string) => loadFile(db.pool, shop.accounts, await files.write(text, 'one.json'))
  expect(await load('{"extra":[{"id":"no"}],"id":"a"}\n{"id":"b"}')).toMatchObject({
    read: 2,
    loaded: 1,
    quarantined: 1,
  })
  expect(await load('{\n  "id": "c",\n  "meta": {"gone": false}\n}\n')).toMatchObject({ read: 1, loaded: 1 })
  expect(await load('{"data": []}')).toMatchObject({ read: 0 })
  expect(await load('{"data":[{"id":"d"},{"id":')).toMatchObject({ read: 2, loaded: 1, quarantined: 1 })
  expect(await load('{"data":[{"id":"e"},')).toMatchObject({ read: 2, loaded: 1, quarantined: 1 })
  expect(await load('{"data":[{"id":"f"}]}\n{"error":"slow down"}')).toMatchObject({
    read: 2,
    loaded: 1,
    quarantined: 1,
  })
  expect((await balances()).map(([id]) => id)).toEqual(['b', 'c', 'd', 'e', 'f'])
})

test.each([
  ['cut short after a whole record', '[{"id":"a"},{"id":"b"}', ['a', 'b'], ['misplaced-text']],
  ['cut short within a record', '[{"id":"a"},{"id":"b"', ['a'], ['broken-json']],
  ['with a record after its end', '[{"id":"a"}]{"id":"b"}', ['a'], ['misplaced-text']],
  ['followed by another', '[{"id":"a"}]\n[{"id":"b"}]', ['a', 'b'], []],
  ['of a response that is cut short', '{"data":[{"id":"a"}],"next":{"id":"b"}', ['a'], ['misplaced-text']],
  ['followed by an object without one', '{"data":[{"id":"a"}]}{"id":"b"}', ['a'], ['misplaced-text']],
])(
  'a JSON array %s: whole records are loaded, and replay does not change the rest',
  async (_, text, ids, reasons) => {
    const result = await loadFile(db.pool, shop.accounts, await files.write(text, 'array.json'))
    expect(result).toMatchObject({ read: ids.length + reasons.length, loaded: ids.length })
    const replayed = await replayQuarantine(db.pool, shop.accounts)
    expect(replayed).toMatchObject({ read: reasons.length, quarantined: reasons.length })
    expect((await balances()).map(([id]) => id)).toEqual(ids)
    const { records } = await listQuarantine(db.pool, { limit: 10 })
    expect(records.map((record) => record.reason)).toEqual(reasons)
  },
)

test('a response with 20 MB before its records and 20 MB after them loses none', async () => {
  const long = 'x'.repeat(20e6)
  const pages = [
    { data: [{ id: 'a' }], next: long },
    { next: long, data: [{ id: 'b' }, { id: 'c', balance: null, changed_at: null }] },
  ]
  const path = await files.write(pages.map((page) => JSON.stringify(page)).join('\n'), 'long.json')
  expect(await loadFile(db.pool, shop.accounts, path)).toMatchObject({ read: 3, loaded: 3 })
})

test('objects written over several lines are read one by one', async () => {
  const text = ['a', 'b'].map((id) => JSON.stringify({ id, meta: { gone: false } }, null, 2)).join('\n')
  const result = await loadFile(db.pool, shop.accounts, await files.write(text, 'objects.json'))
  expect(result).toMatchObject({ read: 2, loaded: 2 })
})

test('UTF-16 is detected, and other encodings and delimiters can be given', async () => {
  const text = 'item,note,quantity,price\nŻółw,,1,1.00\n'
  const big = Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
  for (const bytes of [
    Buffer.from(`\ufeff${text}`, 'utf16le'),
    big,
    gzipSync(big),
    Buffer.from(text, 'utf16le'),
  ]) {
    await emptyEntity(db.pool, 'shop.sales')
    expect(await loadFile(db.pool, shop.sales, await files.write(bytes))).toMatchObject({ loaded: 1 })
    expect((await db.pool.query('select item from raw.shop__sales')).rows).toEqual([{ item: 'Żółw' }])
  }
  const polish = Buffer.from('item:note:quantity:price\nZ\xb3oty::1:1.00\n', 'latin1')
  const path = await files.write(polish)
  await loadFile(db.pool, shop.sales, path, { encoding: 'iso-8859-2', delimiter: ':' })
  const { rows } = await db.pool.query(`select item from raw.shop__sales where item like 'Z%'`)
  expect(rows).toEqual([{ item: 'Złoty' }])
})

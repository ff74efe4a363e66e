import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { loadFile, loadRecords } from '../../../engine/loading/load.ts'
import { listQuarantine, showQuarantined } from '../../../engine/loading/quarantine.ts'
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

const quarantined = async () => {
  const { records } = await listQuarantine(db.pool, { limit: 100 })
  return records.map((r) => [r.line, r.reason, r.reasons[0]?.field, r.original])
}

test('each invalid record is kept with its line, reason and original bytes, and the rest is loaded', async () => {
  const path = await files.write(
    Buffer.from(
      [
        'item,note,quantity,price',
        'good,,1,1.00',
        'few,1,1.00',
        '"two',
        'lines",,1,1.00',
        'stray,"quote,1,1.00',
        'caf\xe9,,x,1.00',
        'nul\0,,1,1.00',
        ',,1,9',
        'good,,2,1.00',
        'last,"open',
      ].join('\n'),
      'latin1',
    ),
  )
  const result = await loadFile(db.pool, shop.sales, path)
  expect(result).toMatchObject({ read: 9, loaded: 3, quarantined: 6 })
  expect(await quarantined()).toEqual([
    [3, 'wrong-field-count', '', 'few,1,1.00'],
    [6, 'broken-quotes', '', 'stray,"quote,1,1.00'],
    [7, 'wrong-type', 'quantity', 'café,,x,1.00'],
    [8, 'nul-byte', '', 'nul\0,,1,1.00'],
    [9, 'missing-value', 'item', ',,1,9'],
    [11, 'broken-quotes', '', 'last,"open'],
  ])
  expect(result.reasons.map((r) => [r.code, r.count, r.firstLine])).toEqual([
    ['broken-quotes', 2, 6],
    ['wrong-field-count', 1, 3],
    ['wrong-type', 1, 7],
    ['nul-byte', 1, 8],
    ['missing-value', 1, 9],
  ])
  const { rows } = await db.pool.query('select original from ops.quarantine where line = 7')
  expect(rows[0].original).toEqual(Buffer.from('caf\xe9,,x,1.00', 'latin1'))
  const [first] = (await listQuarantine(db.pool, { entity: 'shop.sales', reason: 'missing-value', limit: 1 }))
    .records
  expect((await showQuarantined(db.pool, first?.id ?? '')).reasons.map((r) => r.field)).toEqual([
    'item',
    'price',
  ])
  await expect(showQuarantined(db.pool, '999999')).rejects.toMatchObject({ code: 'quarantine-unknown' })
})

test('a frozen contract rejects unknown fields; an evolving one keeps and reports them', async () => {
  const frozen = await loadRecords(
    db.pool,
    shop.people,
    [
      { id: '1', name: null, shoe: 9 },
      { id: '2', name: null },
    ],
    {
      origin: 'a test',
      isSample: false,
    },
  )
  expect(frozen).toMatchObject({ loaded: 1, quarantined: 1 })
  expect(frozen.reasons[0]).toMatchObject({ code: 'unknown-field', field: 'shoe' })

  const path = await files.write(
    '{"id":1,"shoe":9,"detail":{"size":1,"b":2,"a":1}}\n{"id":2}\n{"id":3,"shoe":',
  )
  const open = await loadFile(db.pool, shop.open, path)
  expect(open).toMatchObject({ read: 3, loaded: 2, quarantined: 1, unknownFields: { shoe: 1 } })
  const { rows } = await db.pool.query('select id, detail, _extra from raw.shop__open order by id')
  expect(rows).toEqual([
    { id: '1', detail: { size: 1, a: 1, b: 2 }, _extra: { shoe: 9 } },
    { id: '2', detail: null, _extra: null },
  ])
  const reordered = await files.write('[{"detail":{"a":1,"b":2,"size":1},"shoe":9,"id":1}]')
  expect(await loadFile(db.pool, shop.open, reordered)).toMatchObject({ unchanged: 1, updated: 0 })
})

test('a JSON array, gzipped or not, gives the same as JSON Lines and quarantines invalid elements', async () => {
  const people = Array.from({ length: 3000 }, (_, i) => ({
    id: String(i),
    name: `N"a\\m}e] ${i} é`,
    visits: i,
  }))
  const lines = people.map((person) => JSON.stringify(person))
  lines.splice(1, 0, '{"id":"x",,}', '{"id":"nul\\u0000"}', '{"id":"half\\ud800"}', '7')
  const array = `[\n${lines.join(',\n')}\n]`
  for (const content of [array, gzipSync(array), lines.join('\n')]) {
    await emptyEntity(db.pool, 'shop.people')
    const result = await loadFile(db.pool, shop.people, await files.write(content))
    expect(result).toMatchObject({ read: 3004, loaded: 3000, quarantined: 4 })
    expect(result.reasons.map((r) => r.code).sort()).toEqual([
      'broken-json',
      'lone-surrogate',
      'nul-byte',
      'wrong-type',
    ])
    const { rows } = await db.pool.query(
      'select sum(visits)::int as visits, min(name) as name from raw.shop__people',
    )
    expect(rows).toEqual([{ visits: 4_498_500, name: 'N"a\\m}e] 0 é' }])
  }
})

test('a file that does not match the entity is refused with the reason', async () => {
  const load = async (content: string | Buffer) => loadFile(db.pool, shop.sales, await files.write(content))
  await expect(load('item,quantity,cost,item\na,1,1.00,b\n')).rejects.toMatchObject({
    code: 'header-mismatch',
    fields: { missing: ['note', 'price'], unknown: ['cost'], repeated: ['item'] },
  })
  await expect(load('')).rejects.toMatchObject({ code: 'header-mismatch' })
  await expect(load(Buffer.from('PK\u0003\u0004 and what follows'))).rejects.toMatchObject({
    code: 'file-archive',
  })
  await expect(
    loadFile(db.pool, shop.sales, await files.write('item'), { encoding: 'klingon' }),
  ).rejects.toMatchObject({ code: 'file-encoding' })
  const packed = gzipSync('item,note,quantity,price\n'.concat('a,,1,1.00\n'.repeat(10_000)))
  await expect(load(packed.subarray(0, packed.length / 2))).rejects.toMatchObject({ code: 'file-damaged' })
  await expect(loadFile(db.pool, shop.sales, `${files.folder}/none`)).rejects.toMatchObject({
    code: 'file-not-found',
  })
  await expect(loadFile(db.pool, shop.sales, files.folder)).rejects.toMatchObject({
    code: 'file-not-readable',
  })
  const { rows } = await db.pool.query(`
    select (select count(*)::int from raw.shop__sales) as rows, (select version::int from ops.entities where entity = 'shop.sales') as version,
      (select array_agg(distinct status) from ops.loads where entity = 'shop.sales') as statuses`)
  expect(rows).toEqual([{ rows: 0, version: 0, statuses: ['failed'] }])
})

test('a byte order mark, other delimiters and another column order are supported', async () => {
  const contents = [
    '\ufeffitem,note,quantity,price\r\nmug,"a\r\nb",2,3.50\r\n',
    'price;quantity;note;item\n3.50;2;"a\r\nb";mug',
    'item\tnote\tquantity\tprice\nmug\t"a\r\nb"\t2\t3.50\n\n',
  ]
  for (const [index, content] of contents.entries()) {
    const result = await loadFile(db.pool, shop.sales, await files.write(content))
    expect(result).toMatchObject({ read: 1, loaded: index === 0 ? 1 : 0, quarantined: 0 })
  }
})

test('the beginning of a 40 MB line is quarantined, and the rest is loaded', async () => {
  const long = 'x'.repeat(40 * 1024 * 1024)
  const path = await files.write(`item,note,quantity,price\na,,1,1.00\n${long},,1,1.00\nb,,1,1.00\n`)
  const result = await loadFile(db.pool, shop.sales, path)
  expect(result).toMatchObject({ read: 3, loaded: 2, quarantined: 1 })
  expect(result.reasons[0]).toMatchObject({ code: 'record-too-long', firstLine: 3 })
  const { rows } = await db.pool.query('select length(original) as kept from ops.quarantine')
  expect(rows).toEqual([{ kept: 65_536 }])
})

import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useDatabase } from '../../harness/database.ts'
import { temporaryFiles } from './files.ts'

const db = useDatabase()
let files: Awaited<ReturnType<typeof temporaryFiles>>
beforeAll(async () => {
  files = await temporaryFiles()
})
afterAll(async () => {
  await files.remove()
})

function run(args: readonly string[], input: string | Buffer = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['cli/main.ts', ...args], {
    cwd: join(import.meta.dirname, '../../..'),
    env: { ...process.env, DATABASE_URL: db.url, SHOP_URL: 'postgres://shop:hunter2@127.0.0.1:1/shop' },
    encoding: 'utf8',
    input,
  })
  return { status, text: stdout + stderr }
}

const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n'
const line = (number: number) => `${number},A,,1,2010-12-01 08:26:00,2.55,,France\n`
const entity = 'online_retail.transactions'

test('folders, patterns and standard input: a summary for each file, and a total', () => {
  const folder = join(files.folder, 'exports')
  mkdirSync(folder)
  writeFileSync(join(folder, 'a.csv'), header + line(1) + line(2))
  writeFileSync(join(folder, 'b.csv.gz'), gzipSync(header + line(2) + line(3)))
  writeFileSync(join(folder, 'notes.md'), 'not to be loaded')
  const all = run(['load', entity, folder])
  expect(all).toMatchObject({ status: 0 })
  expect(all.text).toContain('2 loaded, 0 updated, 0 unchanged, 0 quarantined')
  expect(all.text).toContain('1 loaded, 0 updated, 1 unchanged, 0 quarantined')
  expect(all.text).toMatch(/Total of 2 loads: 4 records read in .*\n {2}3 loaded, 0 updated, 1 unchanged/)

  const pattern = run(['load', entity, join(folder, '*.csv'), '--json'])
  const events = pattern.text
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text))
  expect(events.at(-1)).toMatchObject({ type: 'loaded', read: 2, unchanged: 2 })

  const piped = run(
    ['load', entity, '-', '--delimiter', ';'],
    gzipSync((header + line(9)).replaceAll(',', ';')),
  )
  expect(piped.text).toContain('standard input: 1 record read')
})

test('if one file is refused, the others are loaded and the command fails', async () => {
  const bad = await files.write('a,b\n1,2\n', 'bad.csv')
  const good = await files.write(header + line(77), 'good.csv')
  const { status, text } = run(['load', entity, bad, good])
  expect(status).toBe(1)
  expect(text).toContain('header-mismatch')
  expect(text).toContain('1 loaded')
  expect(text).toContain('1 of 2 files were not loaded')
  expect(run(['load', entity, join(files.folder, 'none/*.csv')]).text).toContain('file-not-found')
})

test('a password is never shown', () => {
  const { status, text } = run(['load', entity, '--from', 'SHOP_URL', '--table', 'orders'])
  expect(status).toBe(1)
  expect(text).toContain('pull-failed')
  expect(text).not.toContain('hunter2')
  expect(run(['load', entity, '--from', 'SHOP_URL_2', '--table', 'orders']).text).toContain('pull-invalid')
})

test('a header mismatch offers maps, which are remembered, shown and forgotten', async () => {
  const renamed = header.replace('UnitPrice', 'Price').replace('InvoiceNo', 'Invoice')
  const path = await files.write(renamed + line(501), 'renamed.csv')
  const refused = run(['load', entity, path])
  expect(refused.text).toContain('--map "Price=UnitPrice"')
  expect(refused.text).toContain('--map "Invoice=InvoiceNo"')
  expect(run(['load', entity, path, '--map', 'Prize=UnitPrice']).text).toContain('has no column Prize')
  expect(run(['load', entity, path, '--map', 'Price=UnitPrize']).text).toContain('Did you mean UnitPrice?')
  const mapped = run(['load', entity, path, '--map', 'Price=UnitPrice', '--map', 'Invoice=InvoiceNo'])
  expect(mapped.text).toContain('Price is read as UnitPrice')
  expect(mapped).toMatchObject({ status: 0 })
  const again = await files.write(renamed + line(502), 'renamed-again.csv')
  expect(run(['load', entity, again]).text).toContain('1 loaded')
  expect(run(['load', entity, '--unmap', 'Price']).text).toContain('Price is no longer mapped')
  expect(run(['load', entity, again]).text).toContain('header-mismatch')
  const { rows } = await db.pool.query('select column_name from ops.column_maps')
  expect(rows).toEqual([{ column_name: 'Invoice' }])
})

test('what a file or a load brought is counted, and then unloaded', async () => {
  const path = await files.write(
    `${header}${line(601)}${line(602)}603,A,,one,2010-12-01 08:26:00,2.55,,France\n`,
    'wrong.csv',
  )
  run(['load', entity, path])
  const counts = async () => {
    const { rows } = await db.pool.query(`
      select (select count(*)::int from raw.online_retail__transactions where "InvoiceNo" like '60%') as rows,
        (select count(*)::int from ops.quarantine) as quarantined,
        (select count(*)::int from raw.online_retail__transactions) - (select row_count::int from ops.entities where entity = '${entity}') as unknown`)
    return rows[0]
  }
  expect(await counts()).toEqual({ rows: 2, quarantined: 1, unknown: 0 })
  const dry = run(['unload', entity, '--file', path, '--dry-run'])
  expect(dry.text).toContain('2 records would be removed, and 1 from quarantine')
  expect(await counts()).toEqual({ rows: 2, quarantined: 1, unknown: 0 })
  expect(run(['unload', entity, '--file', path]).text).toContain('2 records removed')
  expect(await counts()).toEqual({ rows: 0, quarantined: 0, unknown: 0 })
  expect(run(['unload', entity, '--file', path]).text).toContain('load-unknown')
  const { rows } = await db.pool.query(`select removed_count::int from ops.loads where status = 'unload'`)
  expect(rows).toEqual([{ removed_count: 2 }])
  run(['load', entity, path])
  expect(await counts()).toEqual({ rows: 2, quarantined: 1, unknown: 0 })
})

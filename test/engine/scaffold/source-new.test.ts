import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Checkout, copyCheckout } from '../../company/checkout.ts'
import { useDatabase } from '../../harness/database.ts'

const db = useDatabase('built')
let checkout: Checkout
beforeAll(() => {
  checkout = copyCheckout()
})
afterAll(() => checkout.remove())

const run = (...args: string[]) => {
  const { code, output } = checkout.clientele(args, { DATABASE_URL: db.url })
  expect(code, output).toBe(0)
  return output
}

test('a source from a German spreadsheet gets a second entity, and both are built', async () => {
  writeFileSync(
    join(checkout.root, 'verkaeufe.csv'),
    'Beleg Nr;Größe `$' + '{x}`;Betrag;Wann\nB1;L;1.250,50;31.12.2025 14:05\nB2;M;29,00;01.07.2026 09:30\n',
  )
  writeFileSync(
    join(checkout.root, 'kunden.csv'),
    'Kundennr;constructor;Geburtstag\nK1;a;01.02.1970\nK2;b;03.04.1985\n',
  )
  run('source', 'new', 'laden', '--from', 'verkaeufe.csv')
  const output = run('source', 'new', 'laden', '--from', 'kunden.csv')
  expect(output).toContain('company/sources/laden/laden.ts')
  expect(readFileSync(join(checkout.root, 'company/sources/laden/laden.ts'), 'utf8')).toMatch(
    /^import \{ decimalText, source, writtenDay, writtenTime \} from '#engine'$/m,
  )
  run('load', 'laden.verkaeufe', 'verkaeufe.csv')
  run('load', 'laden.kunden', 'kunden.csv')
  run('build')
  const { rows } = await db.pool.query(`
    select beleg_nr, grosse_x, betrag::float8, to_char(wann at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as wann
    from staging.stg_laden__verkaeufe order by 1`)
  expect(rows).toEqual([
    { beleg_nr: 'B1', grosse_x: 'L', betrag: 1250.5, wann: '2025-12-31 14:05' },
    { beleg_nr: 'B2', grosse_x: 'M', betrag: 29, wann: '2026-07-01 08:30' },
  ])
  const again = checkout.clientele(['source', 'new', 'laden', '--from', 'kunden.csv'])
  expect(again.output).toContain('(source-exists: ')
})

import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadFile } from '../../../engine/loading/load.ts'
import { useDatabase } from '../../harness/database.ts'
import { emptyEntity, shop, temporaryFiles } from './files.ts'

const db = useDatabase()
let files: Awaited<ReturnType<typeof temporaryFiles>>
beforeAll(async () => {
  files = await temporaryFiles()
})
afterAll(async () => {
  await files.remove()
})

interface Sale {
  item: string
  note: string
  quantity: number
  pence: number
}

const sale: fc.Arbitrary<Sale> = fc.record({
  item: fc.constantFrom('mug', 'jar', 'Café £5', 'a"b', 'two\nlines', 'back\\slash', 'tab\there'),
  note: fc.constantFrom('', 'gift', 'naïve'),
  quantity: fc.integer({ min: -99, max: 99 }),
  pence: fc.integer({ min: -100_000, max: 100_000 }),
})
const badLine = fc.constantFrom(
  'mug,,1',
  'mug,,1,2.00,extra',
  'mug,,one,2.00',
  'mug,,1,2.001',
  ',,1,2.00',
  'mu"g,,1,2.00',
  '"mug"x,,1,2.00',
  'mu\0g,,1,2.00',
  'mug,"open,1,2.00',
)

const header = 'item,note,quantity,price'
const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
const price = (pence: number) => (pence / 100).toFixed(2)
const lineOf = (s: Sale) => [quoted(s.item), quoted(s.note), s.quantity, price(s.pence)].join(',')

async function totals() {
  const { rows } = await db.pool.query(`
    select count(*)::int as rows, coalesce(sum(quantity), 0)::int as quantity,
      coalesce(round(sum(quantity * price) * 100), 0)::int as pence,
      (select count(*)::int from ops.quarantine where entity = 'shop.sales') as quarantined,
      (select row_count::int from ops.entities where entity = 'shop.sales') as known
    from raw.shop__sales`)
  return rows[0]
}

test('every record of a file ends up in raw or in quarantine, as often as it is in the file', async () => {
  const mixed = fc.array(fc.oneof({ arbitrary: sale, weight: 6 }, { arbitrary: badLine, weight: 1 }), {
    maxLength: 60,
  })
  const encoding = fc.constantFrom('utf8', 'latin1', 'mixed')
  await fc.assert(
    fc.asyncProperty(mixed, encoding, fc.boolean(), fc.boolean(), async (records, how, isPacked, isEmpty) => {
      await emptyEntity(db.pool, 'shop.sales')
      // if the table is not empty, the records reach it by a merge
      const first = await files.write(`${header}\nbefore,,1,1.00\n`, 'before.csv')
      if (!isEmpty) await loadFile(db.pool, shop.sales, first)
      const before = isEmpty ? { rows: 0, quantity: 0, pence: 0 } : { rows: 1, quantity: 1, pence: 100 }
      const bytes = Buffer.concat(
        [header, ...records.map((r) => (typeof r === 'string' ? r : lineOf(r)))].map((line, index) =>
          Buffer.from(
            `${line}\n`,
            how === 'mixed' ? (index % 2 ? 'utf8' : 'latin1') : how === 'utf8' ? 'utf8' : 'latin1',
          ),
        ),
      )
      const path = await files.write(isPacked ? gzipSync(bytes) : bytes, 'mixed.csv')
      const good = records.filter((r): r is Sale => typeof r !== 'string')
      const expected = {
        rows: before.rows + good.length,
        quantity: before.quantity + good.reduce((sum, s) => sum + s.quantity, 0),
        pence: before.pence + good.reduce((sum, s) => sum + s.quantity * s.pence, 0),
        quarantined: records.length - good.length,
        known: before.rows + good.length,
      }

      const result = await loadFile(db.pool, shop.sales, path)
      expect(await totals()).toEqual(expected)
      expect(result).toMatchObject({
        read: records.length,
        loaded: good.length,
        unchanged: 0,
        quarantined: expected.quarantined,
      })

      const again = await loadFile(db.pool, shop.sales, path)
      expect(await totals()).toEqual(expected)
      expect(again).toMatchObject({ read: records.length, loaded: 0, updated: 0, unchanged: good.length })

      const { rows } = await db.pool.query(
        'select item, coalesce(note, $$$$) as note, quantity::int, (price * 100)::int as pence from raw.shop__sales',
      )
      const sorted = (sales: readonly Sale[]) =>
        sales.map((s) => JSON.stringify(Object.entries(s).sort())).sort()
      const all = isEmpty ? good : [...good, { item: 'before', note: '', quantity: 1, pence: 100 }]
      expect(sorted(rows)).toEqual(sorted(all))
    }),
    { numRuns: 20 },
  )
})

test('of records with the same natural key the last one stays, and the counts add up', async () => {
  const person = fc.record({ id: fc.integer({ min: 1, max: 8 }), name: fc.constantFrom('Ann', 'Bo', '') })
  const entity = 'shop.people'
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(person, { maxLength: 20 }), { maxLength: 3 }), async (loads) => {
      await emptyEntity(db.pool, entity)
      const expected = new Map<string, string>()
      for (const people of loads) {
        const path = await files.write(
          `id,name\n${people.map((p) => `${p.id},${p.name}\n`).join('')}`,
          'people.csv',
        )
        const result = await loadFile(db.pool, shop.people, path)
        const counts = { loaded: 0, updated: 0, unchanged: 0 }
        for (const { id, name } of people) {
          const known = expected.get(String(id))
          counts[known === undefined ? 'loaded' : known === name ? 'unchanged' : 'updated'] += 1
          expected.set(String(id), name)
        }
        expect(result).toMatchObject({ read: people.length, quarantined: 0, ...counts })
      }
      const { rows } = await db.pool
        .query<{ _key: string; name: string | null }>('select _key, name from raw.shop__people')
        .catch(() => ({ rows: [] }))
      expect(new Map(rows.map((row) => [row._key, row.name ?? '']))).toEqual(expected)
    }),
    { numRuns: 20 },
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { source } from '#engine'
import { loadRecords } from '../../../engine/loading/load.ts'
import { keyOf } from '../../../engine/loading/record-key.ts'
import { unload } from '../../../engine/loading/unload.ts'
import { useDatabase } from '../../harness/database.ts'

const db = useDatabase()

const { parts } = source('keyed', {
  system: 'A test',
  entities: {
    parts: {
      description: 'Records with a key of two fields',
      key: ['a', 'b'],
      fields: { a: z.string(), b: z.string(), value: z.int() },
    },
  },
})
const load = (records: readonly object[]) =>
  loadRecords(db.pool, parts, records, { origin: 'parts.csv', isSample: false })
const confirmed = { isDryRun: false, isConfirmed: true }
const careful = { isDryRun: false, isConfirmed: false }
const keys = async () => {
  const { rows } = await db.pool.query('select a, b from raw.keyed__parts order by a, b')
  return rows.map(({ a, b }) => [a, b])
}

const part = fc.string({ unit: fc.constantFrom('a', '\u001f', '1', '.'), maxLength: 5 })

test('different keys are different texts, and keys without the separator are as they were', () => {
  const key = fc.tuple(part, part, part)
  fc.assert(
    fc.property(key, key, (one, other) => {
      expect(keyOf(one) === keyOf(other)).toBe(JSON.stringify(one) === JSON.stringify(other))
      if (!one.join('').includes('\u001f')) expect(keyOf(one)).toBe(one.join('\u001f'))
    }),
    { numRuns: 2000 },
  )
})

test('two records whose keys contain the separator stay two, also if an earlier version wrote one of them', async () => {
  const records = [
    { a: 'x\u001f', b: 'y', value: 1 },
    { a: 'x', b: '\u001fy', value: 2 },
  ]
  expect(await load(records)).toMatchObject({ loaded: 2 })
  await db.pool.query(`update raw.keyed__parts set _key = a || e'\\x1f' || b where value = 1;
    update ops.entities set key_form = 1`)
  expect(await load(records)).toMatchObject({ loaded: 0, unchanged: 2 })
  expect(await unload(db.pool, parts, { key: ['x', '\u001fy'] }, confirmed)).toMatchObject({ records: 1 })
  expect(await keys()).toEqual([['x\u001f', 'y']])
})

test('records that replaced earlier versions are only unloaded on request', async () => {
  await load([{ a: 'k', b: '1', value: 1 }])
  const { loadId } = await load([
    { a: 'k', b: '1', value: 2 },
    { a: 'k', b: '2', value: 2 },
  ])
  await expect(unload(db.pool, parts, { load: loadId }, careful)).rejects.toMatchObject({
    code: 'unload-refused',
    fields: { records: 2, replaced: 1 },
  })
  expect((await keys()).filter(([a]) => a === 'k')).toHaveLength(2)
  expect(await unload(db.pool, parts, { load: loadId }, confirmed)).toMatchObject({ records: 2, replaced: 1 })
  expect((await keys()).filter(([a]) => a === 'k')).toHaveLength(0)
  await expect(unload(db.pool, parts, { key: ['k'] }, confirmed)).rejects.toMatchObject({
    code: 'load-unknown',
  })
})

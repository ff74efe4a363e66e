import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { decimalText, instantText, type RawEntity, source } from '#engine'
import { type LoadResult, loadFile } from '../../../engine/loading/load.ts'
import { listQuarantine } from '../../../engine/loading/quarantine.ts'
import { replayQuarantine, waitingEntities } from '../../../engine/loading/replay.ts'
import { useDatabase } from '../../harness/database.ts'
import { emptyEntity, temporaryFiles } from './files.ts'

const db = useDatabase()
let files: Awaited<ReturnType<typeof temporaryFiles>>
beforeAll(async () => {
  files = await temporaryFiles()
})
beforeEach(async () => {
  for (const { entity } of Object.values(shop('corrected'))) await emptyEntity(db.pool, entity)
})
afterAll(async () => {
  await files.remove()
})

/** The strict contract allows no negative counts. */
function shop(contract: 'strict' | 'corrected') {
  const count = decimalText().refine((text) => contract === 'corrected' || !text.startsWith('-'), 'negative')
  const fields = { id: z.string().min(1), count }
  return source('shop', {
    system: 'A test',
    entities: {
      stock: {
        description: 'The version loaded last stays',
        key: ['id'],
        fields,
        csv: {
          header: ['Id', 'Count'],
          groupBy: ['Id'],
          record: (rows) => ({ id: rows[0]?.Id, count: rows.at(-1)?.Count }),
        },
      },
      dated: {
        description: 'Versions are compared by their instant',
        key: ['id'],
        changedAt: 'at',
        fields: { ...fields, at: instantText() },
      },
      counts: { description: 'Identified by their content', key: 'content', fields },
    },
  })
}

const load = async (entity: RawEntity, text: string) => loadFile(db.pool, entity, await files.write(text))
const rowsOf = async ({ name }: RawEntity) =>
  (await db.pool.query(`select id, count from ${name} order by id, count::numeric`)).rows.map((r) => [
    r.id,
    r.count,
  ])
const counts = ({ read, loaded, updated, unchanged, outdated, quarantined }: LoadResult) => {
  expect(loaded + updated + unchanged + outdated + quarantined).toBe(read)
  return [loaded, updated, unchanged, outdated, quarantined]
}

test('records that pass the corrected contract are loaded, the others stay, and a second replay changes nothing', async () => {
  const { stock } = shop('strict')
  await load(stock, 'count;id\n5;a\n-1;b\nmany;c\n1;d;e\n')
  await load(stock, '[{"id":"f","count":"-2"},{"id":"g"}]')
  await load(stock, 'Count,Id\n1,h\n-3,h\n-4,"i"\n')
  const { stock: corrected } = shop('corrected')
  expect(await waitingEntities(db.pool)).toEqual(['shop.stock'])
  expect(counts(await replayQuarantine(db.pool, corrected))).toEqual([4, 0, 0, 0, 3])
  const expected = [
    ['a', '5'],
    ['b', '-1'],
    ['f', '-2'],
    ['h', '-3'],
    ['i', '-4'],
  ]
  expect(await rowsOf(corrected)).toEqual(expected)
  const { records } = await listQuarantine(db.pool, { limit: 10 })
  expect(records.map((r) => [r.original, r.reason]).sort()).toEqual([
    ['1;d;e', 'wrong-field-count'],
    ['many;c', 'invalid-value'],
    ['{"id":"g"}', 'missing-value'],
  ])
  expect(counts(await replayQuarantine(db.pool, corrected))).toEqual([0, 0, 0, 0, 3])
  expect(await rowsOf(corrected)).toEqual(expected)
  const { rows } = await db.pool.query(
    `select row_count::int, (select count(*)::int from ops.quarantine where replayed_at is not null) as replayed,
       (select bool_and(fresh.last_loaded_at < l.finished_at) from ops.source_freshness fresh where entity = 'shop.stock') as is_older
     from ops.entities, lateral (select max(finished_at) as finished_at from ops.loads where is_replay) l
     where entity = 'shop.stock'`,
  )
  expect(rows).toEqual([{ row_count: 5, replayed: 4, is_older: true }])
})

test('a replayed record does not overwrite later versions, with instants or without', async () => {
  const strict = shop('strict')
  const corrected = shop('corrected')
  await load(strict.stock, 'id,count\na,-1\nb,1\n')
  await load(strict.stock, 'id,count\na,2\nb,-2\n')
  expect(counts(await replayQuarantine(db.pool, corrected.stock))).toEqual([0, 1, 0, 1, 0])
  expect(await rowsOf(corrected.stock)).toEqual([
    ['a', '2'],
    ['b', '-2'],
  ])

  await load(strict.dated, 'id,count,at\na,-1,2026-01-01T00:00:00Z\nb,-1,2026-01-03T00:00:00Z\n')
  await load(strict.dated, 'id,count,at\na,2,2026-01-02T00:00:00Z\nb,2,2026-01-02T00:00:00Z\n')
  expect(counts(await replayQuarantine(db.pool, corrected.dated))).toEqual([0, 1, 0, 1, 0])
  expect(await rowsOf(corrected.dated)).toEqual([
    ['a', '2'],
    ['b', '-1'],
  ])
})

test('loading under the corrected contract gives the same as loading under the old one and replaying', async () => {
  const record = fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: -3, max: 3 }))
  await fc.assert(
    fc.asyncProperty(fc.array(record, { maxLength: 12 }), fc.boolean(), async (records, again) => {
      const text = `id,count\n${records.map(([id, count]) => `${id},${count}\n`).join('')}`
      const outcomes: unknown[] = []
      for (const way of ['load', 'replay']) {
        await emptyEntity(db.pool, 'shop.counts')
        const { counts } = shop(way === 'load' ? 'corrected' : 'strict')
        await load(counts, text)
        if (way === 'replay') await replayQuarantine(db.pool, shop('corrected').counts)
        if (again)
          expect(await load(shop('corrected').counts, text)).toMatchObject({ loaded: 0, quarantined: 0 })
        outcomes.push(await rowsOf(counts))
      }
      expect(outcomes[1]).toEqual(outcomes[0])
    }),
    { numRuns: 8 },
  )
})

import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LoadResult, loadFile, loadRecords } from '../../../engine/loading/load.ts'
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

const { accounts } = shop
const load = async (records: readonly object[]) => {
  const text = JSON.stringify(records)
  return loadFile(db.pool, accounts, await files.write(text, 'accounts.json'))
}
const raw = async () => {
  const { rows } = await db.pool.query(
    `select id, balance, changed_at, meta, _changed_at, _is_deleted from raw.shop__accounts order by id`,
  )
  return rows
}
const outcome = (result: LoadResult) => {
  const { read, loaded, updated, unchanged, outdated, quarantined } = result
  expect(loaded + updated + unchanged + outdated + quarantined).toBe(read)
  return { loaded, updated, unchanged, outdated }
}

const instantOf = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()
/** At most one version for each minute of an account: versions with the same instant are equal. */
const version = fc
  .record({ account: fc.integer({ min: 1, max: 4 }), minute: fc.integer({ min: 0, max: 30 }) })
  .map(({ account, minute }) => ({
    id: String(account),
    balance: String((account * 7 + minute * 13) % 5),
    changed_at: minute === 0 ? null : instantOf(minute),
    meta: minute % 7 === 5 ? { gone: true } : null,
  }))
const split = fc.array(fc.tuple(version, fc.boolean()), { maxLength: 30 })

test('the same versions in any order and any split into files give the same raw table, and loading twice changes nothing', async () => {
  const history = fc.tuple(split, fc.infiniteStream(fc.nat()))
  await fc.assert(
    fc.asyncProperty(history, async ([versions, numbers]) => {
      const newest = new Map<string, (typeof versions)[number][0]>()
      for (const [one] of versions) {
        const known = newest.get(one.id)
        if (!known || (one.changed_at ?? '') >= (known.changed_at ?? '')) newest.set(one.id, one)
      }
      const expected = [...newest.values()]
        .map((one) => [one.id, one.balance, one.changed_at, one.meta?.gone === true])
        .sort()
      const shuffled = versions
        .map((one) => ({ one, at: numbers.next().value }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one)
      for (const order of [versions, shuffled]) {
        await emptyEntity(db.pool, accounts.entity)
        let file: object[] = []
        for (const [record, isLastOfFile] of order) {
          file.push(record)
          if (isLastOfFile) outcome(await load(file))
          if (isLastOfFile) file = []
        }
        outcome(await load(file))
        const rows = await raw()
        expect(rows.map((r) => [r.id, r.balance, r.changed_at, r._is_deleted])).toEqual(expected)

        const before = await db.pool.query(`select version from ops.entities where entity = $1`, [
          accounts.entity,
        ])
        const again = await load(versions.map(([record]) => record))
        expect(outcome(again)).toMatchObject({ loaded: 0, updated: 0 })
        expect(await raw()).toEqual(rows)
        const after = await db.pool.query(`select version from ops.entities where entity = $1`, [
          accounts.entity,
        ])
        expect(after.rows).toEqual(before.rows)
      }
    }),
    { numRuns: 8 },
  )
})

test('an older version that arrives late is counted as outdated; of equally old ones, the one loaded last stays', async () => {
  await emptyEntity(db.pool, accounts.entity)
  const at = (minute: number, balance: string) => ({
    id: '1',
    balance,
    changed_at: instantOf(minute),
    meta: null,
  })
  expect(outcome(await load([at(2, '1'), at(1, '2')]))).toEqual({
    loaded: 1,
    updated: 0,
    unchanged: 0,
    outdated: 1,
  })
  expect(outcome(await load([at(1, '3')]))).toEqual({ loaded: 0, updated: 0, unchanged: 0, outdated: 1 })
  expect(outcome(await load([{ id: '1', balance: '4' }]))).toMatchObject({ outdated: 1 })
  expect(outcome(await load([at(2, '5'), at(2, '5')]))).toEqual({
    loaded: 0,
    updated: 1,
    unchanged: 1,
    outdated: 0,
  })
  expect(await raw()).toMatchObject([{ balance: '5', _is_deleted: false }])
  const { rows } = await db.pool.query(
    `select sum(outdated_count)::int as outdated, bool_and(read_count = loaded_count + updated_count +
       unchanged_count + outdated_count + quarantined_count) as add_up from ops.loads where entity = $1`,
    [accounts.entity],
  )
  expect(rows).toEqual([{ outdated: 3, add_up: true }])
})

test('a deletion leaves a tombstone that only a newer version undoes', async () => {
  await emptyEntity(db.pool, accounts.entity)
  await load([{ id: '1', balance: '1', changed_at: instantOf(1) }])
  // like Stripe: the key and that it was deleted, but not when
  expect(outcome(await load([{ id: '1', meta: { gone: true } }]))).toMatchObject({ updated: 1 })
  expect(outcome(await load([{ id: '1', meta: { gone: true } }]))).toMatchObject({ unchanged: 1 })
  expect(outcome(await load([{ id: '1', balance: '2', changed_at: instantOf(2) }]))).toMatchObject({
    outdated: 1,
  })
  expect(await raw()).toMatchObject([{ id: '1', balance: null, _is_deleted: true }])
  await load([{ id: '1', balance: '3', changed_at: '2998-01-01T00:00:00Z' }])
  expect(await raw()).toMatchObject([{ id: '1', balance: '3', _is_deleted: false }])
})

test('a first load does not wait for readers of the empty table', async () => {
  await emptyEntity(db.pool, accounts.entity)
  await db.pool.query('truncate raw.shop__accounts')
  const reader = await db.pool.connect()
  await reader.query('begin; select from raw.shop__accounts')
  expect(outcome(await load([{ id: '1', balance: '2' }]))).toMatchObject({ loaded: 1 })
  expect((await reader.query('select from raw.shop__accounts')).rowCount).toBe(1)
  await reader.query('commit')
  reader.release()
})

test('a table that was created before versions gains them when its records are loaded again', async () => {
  await emptyEntity(db.pool, accounts.entity)
  const records = [{ id: '1', balance: '2', changed_at: instantOf(2) }]
  await load(records)
  await db.pool.query('alter table raw.shop__accounts drop column _changed_at, drop column _is_deleted')
  expect(outcome(await load(records))).toMatchObject({ unchanged: 1 })
  expect(outcome(await load([{ id: '1', balance: '1', changed_at: instantOf(1) }]))).toMatchObject({
    outdated: 1,
  })
})

test('a record is rejected if its instant cannot be compared or its key is too long', async () => {
  const records = [{ id: 'k'.repeat(601) }, { id: '2', changed_at: '2026-02-30T00:00:00Z' }]
  const result = await loadRecords(db.pool, accounts, records, { origin: 'test', isSample: false })
  expect(result).toMatchObject({ loaded: 0, quarantined: 2 })
})

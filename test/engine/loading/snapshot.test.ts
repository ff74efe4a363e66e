import { expect, test } from 'vitest'
import { loadFile } from '../../../engine/loading/load.ts'
import type { Snapshot } from '../../../engine/loading/snapshot.ts'
import { useDatabase } from '../../harness/database.ts'
import { shop, temporaryFiles } from './files.ts'

const db = useDatabase()

test('what a snapshot lacks is deleted once it is confirmed, and restored when it comes again', async () => {
  const files = await temporaryFiles()
  const load = async (lines: readonly string[], snapshot?: Snapshot) => {
    const path = await files.write(['id,name,visits', ...lines, ''].join('\n'))
    return loadFile(db.pool, shop.people, path, snapshot ? { snapshot } : {})
  }
  const deleted = async () => {
    const { rows } = await db.pool.query('select id from raw.shop__people where _is_deleted order by id')
    return rows.map(({ id }) => id)
  }
  const yes = { isConfirmed: true, mostMissing: 0.4 }
  await load(['1,Ann,1', '2,Bo,1', '3,Cy,1', '4,Dee,1'])
  await expect(load(['1,Ann,1', '2,Bo,1', '3,Cy,1'], { ...yes, isConfirmed: false })).rejects.toMatchObject({
    code: 'snapshot-unconfirmed',
    fields: { missing: 1, stored: 4 },
  })
  expect(await deleted()).toEqual([])
  // a record in quarantine is not missing
  expect(await load(['1,Ann,1', '2,Bo,1', '3,Cy,many'], yes)).toMatchObject({ missing: 1, quarantined: 1 })
  expect(await deleted()).toEqual(['4'])
  await expect(load(['1,Ann,1'], yes)).rejects.toMatchObject({
    code: 'snapshot-refused',
    fields: { missing: 2 },
  })
  await expect(load(['1,Ann,1', '2,Bo'], yes)).rejects.toMatchObject({
    code: 'snapshot-refused',
    fields: { unreadable: 1 },
  })
  expect(await deleted()).toEqual(['4'])
  expect(await load(['4,Dee,1', '1,Ann,1', '2,Bo,1', '3,Cy,1'], yes)).toMatchObject({
    updated: 1,
    missing: 0,
  })
  expect(await deleted()).toEqual([])
  const { rows } = await db.pool.query(
    'select missing_count::int as missing from ops.loads where missing_count > 0',
  )
  expect(rows).toEqual([{ missing: 1 }])
  await files.remove()
})

import { expect, test } from 'vitest'
import { readModel, writeModel } from '../../../transforms/identity/matching/model/stored-model.ts'
import { tablesIn } from '../../../transforms/identity/matching/tables.ts'
import { useDatabase } from '../../harness/database.ts'

const db = useDatabase('migrated')

test('the model that was trained last is used, also from the tenth on', async () => {
  const client = await db.pool.connect()
  try {
    const store = { client, tables: tablesIn('matching'), settingsHash: 'of these settings' }
    const training = { because: 'made up', population: { hasSample: false, sources: {} }, findings: [] }
    for (let number = 1; number <= 12; number++) {
      const written = await writeModel(store, { prior: number / 100, comparisons: [] }, training)
      const other = { ...store, settingsHash: 'of others' }
      await writeModel(other, { prior: 0.9, comparisons: [] }, training)
      expect(await readModel(store)).toMatchObject({ id: written.id, prior: number / 100 })
    }
  } finally {
    client.release()
  }
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { evaluateDataSet } from '../../evaluation/data.ts'
import { type DataSet, readDataSet } from '../../evaluation/data-set.ts'
import { useDatabase } from '../harness/database.ts'
import { publicData } from '../warehouse/public-data.ts'

const db = useDatabase()

async function f1Of(path: string, dataSet: DataSet): Promise<Record<string, number | null>> {
  const results = await evaluateDataSet(db.pool, path, dataSet)
  return Object.fromEntries(results.map(({ settings, agreement }) => [settings, agreement.pairwise.f1]))
}

const sets = [
  { file: 'febrl/dataset1.csv', settings: 'febrl', minimum: 0.98 },
  { file: 'febrl/dataset2.csv', settings: 'febrl', minimum: 0.97 },
  { file: 'febrl/dataset3.csv', settings: 'febrl', minimum: 0.97 },
  { file: 'rldata/RLdata500.csv', settings: 'rldata', minimum: 0.97 },
  { file: 'splink_fake/fake_1000.csv', settings: 'splink-fake', minimum: 0.95 },
]

describe.each(sets)('$file, without labels', ({ file, settings, minimum }) => {
  const path = publicData(file)
  test.skipIf(path === null)(
    `reaches a pairwise F1 of ${minimum}${path === null ? ' (skipped: this machine does not have the data set)' : ''}`,
    async () => {
      const reached = await f1Of(path ?? '', await readDataSet(`bench/identity/${settings}.ts`))
      for (const [name, f1] of Object.entries(reached)) expect(f1, name).toBeGreaterThanOrEqual(minimum)
      expect(Object.keys(reached).length).toBeGreaterThan(0)
    },
    120_000,
  )
})

test('a file that does not fit its settings, and a file that is not settings, are refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-data-'))
  const file = join(folder, 'people.csv')
  const febrl = await readDataSet('bench/identity/febrl.ts')
  for (const [text, why] of [
    ['given_name\nann\n', 'it has no column rec_id'],
    ['rec_id,given_name\nrec-1-org,ann\n', 'column "surname" does not exist'],
  ] as const) {
    await writeFile(file, text)
    await expect(evaluateDataSet(db.pool, file, febrl)).rejects.toMatchObject({
      code: 'data-set-settings',
      message: expect.stringContaining(why),
    })
  }
  await rm(folder, { recursive: true })
  await expect(readDataSet('bench/identity/thresholds.ts')).rejects.toMatchObject({
    code: 'data-set-settings',
  })
  await expect(readDataSet('bench/identity/nowhere.ts')).rejects.toMatchObject({ code: 'data-set-settings' })
})

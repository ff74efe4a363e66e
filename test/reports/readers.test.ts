import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { readModelFiles } from '../../services/cube/model-files.ts'
import { parseModel } from '../../services/cube/model-parse.ts'
import { layOut } from '../../services/reports/project.ts'
import { readersFile } from '../../services/reports/readers.ts'
import { loadSettings } from '../../services/settings.ts'

const settings = loadSettings({})
let project: string
let rows: string[][]
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'clientele-readers-'))
  await layOut(settings, project)
  const written = z.object({ rows: z.array(z.array(z.string())) })
  rows = written.parse(JSON.parse(await readFile(join(project, readersFile), 'utf8'))).rows
})
afterAll(() => rm(project, { recursive: true }))

const readersOf = (relation: string, kind: string) =>
  rows.filter(([of, what]) => of === relation && what === kind).map(([, , name]) => name)

test('a page reads the relations behind what its queries ask for', () => {
  expect(readersOf('warehouse.fct_mrr_months', 'page')).toEqual(['/subscriptions/'])
  expect(readersOf('warehouse.fct_case_months', 'page')).toEqual(['/service/'])
  // what about.md reads, which is part of many pages
  expect(readersOf('ops.publications', 'page')).toEqual(expect.arrayContaining(['/', '/service/']))
  // the market of a request is that of its customer
  expect(readersOf('marts.mart_customer_360', 'page')).toContain('/service/')
})

test('every view and cube of the model reads a relation, and no row occurs twice', async () => {
  const model = parseModel(await readModelFiles(settings.root))
  expect(new Set(rows.filter(([, kind]) => kind === 'view').map(([, , name]) => name))).toEqual(
    new Set(model.views.keys()),
  )
  expect(readersOf('warehouse.fct_orders', 'cube')).toEqual(['fct_orders'])
  expect(readersOf('pii.dim_customer', 'view')).toContain('customer_360')
  expect(new Set(rows.map((row) => row.join(' '))).size).toBe(rows.length)
})

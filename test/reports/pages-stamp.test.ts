import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { pagesStamp } from '../../services/reports/pages.ts'
import { loadSettings } from '../../services/settings.ts'

const publication = { runId: 1, publishedAt: new Date(0) }
let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'clientele-stamp-'))
  await write('reports/pages/index.md', 'Summary')
  await write('model/views/orders.yml', 'views: []')
})
afterEach(() => rm(root, { recursive: true }))

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true })
  await writeFile(join(root, file), text)
}

const stamp = () => pagesStamp({ ...loadSettings({}), root }, publication)

test.each([
  'reports/pages/index.md',
  'model/views/orders.yml',
  'model/cubes/fct_orders.yml',
  'model/cubes/generated/fct_orders_columns.yml',
  'company/cubes/loyalty.yml',
  'company/views/loyalty.yml',
])('pages are built again after a change to %s', async (file) => {
  const before = await stamp()
  await write(file, 'changed')
  expect(await stamp()).not.toBe(before)
})

test('pages are not built again without a change', async () => {
  expect(await stamp()).toBe(await stamp())
})

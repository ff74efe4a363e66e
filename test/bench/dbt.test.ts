import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dbtProject } from '../../bench/setup/dbt-project.ts'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'

const root = join(import.meta.dirname, '../..')

test('the dbt project of the bench has the SQL and the tests of the declarations', async () => {
  const { graph } = await loadWarehouse(join(root, 'transforms'))
  const expected = dbtProject(graph)
  const project = join(root, 'bench/dbt')
  const present = new Map<string, string>()
  for (const folder of ['models', 'tests'])
    for (const name of await readdir(join(project, folder)))
      present.set(`${folder}/${name}`, await readFile(join(project, folder, name), 'utf8'))
  // node bench/dbt.ts write
  expect([...present.keys()].sort()).toEqual([...expected.keys()].sort())
  for (const [path, text] of expected) expect(present.get(path), path).toBe(text)
})

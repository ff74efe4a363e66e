import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dbtProject } from '../../bench/setup/dbt-project.ts'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { publishedName } from '../../engine/graph/pasteable.ts'
import { useDatabase } from '../harness/database.ts'

const db = useDatabase('built')

/** What dbt makes of a file that only names relations and its own settings. */
function compiled(text: string, nameOf: (model: string) => string): string {
  return text
    .replace(/\{\{ config\([^\n]*\) \}\}\n/, '')
    .replace(/\{\{ source\('(\w+)', '(\w+)'\) \}\}/g, '$1.$2')
    .replace(/\{\{ ref\('(\w+)'\) \}\}/g, (_, model: string) => nameOf(model))
}

test('the dbt project of the bench has fifteen models and their tests, which Postgres can run', async () => {
  const { graph } = await loadWarehouse(join(import.meta.dirname, '../../transforms'))
  const project = dbtProject(graph)
  const models = [...project.keys()].filter((path) => /^models\/.*\.sql$/.test(path))
  expect(models).toHaveLength(15)
  for (const path of models) {
    const tests = [...project.keys()].filter((one) => one.startsWith(`tests/${path.slice(7, -4)}__`))
    expect(tests.length, path).toBe(graph.find(path.slice(7, -4)).tests.length)
  }
  for (const [path, text] of project) {
    if (!path.endsWith('.sql')) continue
    const query = compiled(text, (model) => publishedName(graph.find(model)))
    expect(query, path).not.toContain('{{')
    await db.pool.query(`explain ${query}`).catch((error: unknown) => {
      throw new Error(`${path}: ${error}`)
    })
  }
})

import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'

test('every entity of a source is staged and has a description', async () => {
  const { entities, graph } = await loadWarehouse(join(import.meta.dirname, '../../transforms'))
  const staged = new Set(graph.raw.map((relation) => relation.name))
  const left = [...entities.values()].filter((entity) => !staged.has(entity.name))
  expect(left.map((entity) => entity.entity)).toEqual([])
  for (const entity of entities.values()) {
    expect(entity.description.length, entity.entity).toBeGreaterThan(8)
    expect(entity.fields.length, entity.entity).toBeGreaterThan(2)
  }
})

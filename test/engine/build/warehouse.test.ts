import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { build, planBuild } from '../../../engine/build/build.ts'
import { loadWarehouse, type Warehouse } from '../../../engine/graph/catalogue.ts'
import { describeGraph } from '../../../engine/graph/check.ts'
import { loadPublishedQueries } from '../../../engine/graph/published-queries.ts'
import { useDatabase } from '../../harness/database.ts'

const db = useDatabase('migrated')
let warehouse: Warehouse

beforeAll(async () => {
  warehouse = await loadWarehouse(join(import.meta.dirname, '../../../transforms'))
})

test('Postgres can describe every query on an empty database, and each agrees with its contract', async () => {
  const client = await db.pool.connect()
  try {
    const rooms = ['stewardship', 'evaluation', 'services'].map((room) =>
      join(import.meta.dirname, '../../..', room),
    )
    const queries = await loadPublishedQueries(rooms)
    expect(await describeGraph(client, warehouse.graph, queries)).toEqual([])
  } finally {
    client.release()
  }
})

test('a warehouse without any data builds, and has the unknown member', async () => {
  const summary = await build(db.pool, warehouse, { jobs: 2 })
  expect(summary.built).toBe(warehouse.graph.transforms.length)
  const { rows } = await db.pool.query('select customer_key, is_known from warehouse.dim_customer')
  expect(rows).toEqual([{ customer_key: '-1', is_known: false }])
  const client = await db.pool.connect()
  try {
    const steps = await planBuild(client, warehouse)
    expect(new Set(steps.map((step) => step.action))).toEqual(new Set(['keep']))
  } finally {
    client.release()
  }
})

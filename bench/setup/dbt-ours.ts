import { join } from 'node:path'
import { build } from '../../engine/build/build.ts'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { createPool } from '../../services/postgres/database.ts'
import { comparedDay, comparedGraph } from './dbt-project.ts'

/** Builds, tests and publishes the compared relations in a process of its own, as dbt does. */
const pool = createPool(process.argv[2] ?? '')
const warehouse = await loadWarehouse(join(import.meta.dirname, '../../transforms'))
const graph = comparedGraph(warehouse.graph, false)
await build(pool, { ...warehouse, asOf: () => comparedDay, graph }, { jobs: 2 })
await pool.end()

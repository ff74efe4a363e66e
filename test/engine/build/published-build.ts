import { build } from '../../../engine/build/build.ts'
import { createPool } from '../../../services/postgres/database.ts'
import { keptWarehouse } from './kept-warehouse.ts'

const [url = ''] = process.argv.slice(2)
const pool = createPool(url)
await build(pool, keptWarehouse(60), { jobs: 1 })
await pool.end()

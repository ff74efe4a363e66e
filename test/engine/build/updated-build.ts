import { build } from '../../../engine/build/build.ts'
import { createPool } from '../../../services/postgres/database.ts'
import { updatedWarehouse } from './updated-warehouse.ts'

const [url = ''] = process.argv.slice(2)
const pool = createPool(url)
await build(pool, updatedWarehouse(), { jobs: 1 })
await pool.end()

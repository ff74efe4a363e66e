import { build } from '../../../engine/build/build.ts'
import { createPool } from '../../../services/postgres/database.ts'
import { killedWarehouse } from './killed-warehouse.ts'

const [url = ''] = process.argv.slice(2)
const pool = createPool(url)
await build(pool, killedWarehouse(), {
  jobs: 2,
  onEvent: (event) => event.type === 'planned' && process.stdout.write('planned\n'),
})
await pool.end()

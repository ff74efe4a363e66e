import { loadFile } from '../../../engine/loading/load.ts'
import { createPool } from '../../../services/postgres/database.ts'
import { shop } from './files.ts'

/** Loads a file of sales in a separate process, and prints its progress. */
const [url = '', path = ''] = process.argv.slice(2)
const pool = createPool(url)
let peak = 0
const result = await loadFile(pool, shop.sales, path, {
  onEvent: (event) => {
    peak = Math.max(peak, process.memoryUsage.rss())
    process.stdout.write(`${event.kind}\n`)
  },
})
await pool.end()
process.stdout.write(`done ${JSON.stringify({ ...result, peak })}\n`)

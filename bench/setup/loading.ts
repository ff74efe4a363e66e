import { loadFile } from '../../engine/loading/load.ts'
import { createPool } from '../../services/postgres/database.ts'
import { online_retail } from '../../transforms/sources/online_retail/online_retail.ts'

/** Loads standard input in a separate process, and prints its peak memory. */
const pool = createPool(process.argv[2] ?? '')
const { read, loaded, quarantined, seconds } = await loadFile(pool, online_retail.transactions, '-')
await pool.end()
const peakBytes = process.resourceUsage().maxRSS * 1024
process.stdout.write(`${JSON.stringify({ read, loaded, quarantined, seconds, peakBytes })}\n`)

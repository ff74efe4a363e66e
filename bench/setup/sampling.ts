import { defaultCompany } from '../../seeds/sample/company.ts'
import { loadSample } from '../../seeds/sample/load.ts'
import { createPool } from '../../services/postgres/database.ts'

/** Loads a sample company in a separate process, and prints its peak memory. */
const pool = createPool(process.argv[2] ?? '')
const started = performance.now()
const results = await loadSample(pool, { ...defaultCompany, customers: Number(process.argv[3]) })
await pool.end()
const records = results.reduce((sum, { read }) => sum + read, 0)
const seconds = (performance.now() - started) / 1000
const peakBytes = process.resourceUsage().maxRSS * 1024
process.stdout.write(`${JSON.stringify({ records, seconds, peakBytes })}\n`)

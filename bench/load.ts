import { createReadStream, existsSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { loadFile } from '../engine/loading/load.ts'
import { createPool } from '../services/database.ts'
import { migrate } from '../services/migrate.ts'
import { freePort } from '../services/ports.ts'
import { startPostgres } from '../services/postgres.ts'
import { online_retail } from '../transforms/sources/online_retail.ts'

/*
 * How long a checked load takes, next to `\copy` of the same file into one text column of an unlogged table.
 * Both are run in turn, so that a busy machine slows both; the ratio of the best times is what counts.
 *
 *   node bench/load.ts [FILE] [ROUNDS]
 */

const dataFolder = process.env.CLIENTELE_DATA ?? join(import.meta.dirname, '../../shared/data')
const file = process.argv[2] ?? join(dataFolder, 'online_retail/online_retail.csv.gz')
const rounds = Number(process.argv[3] ?? 5)
const { transactions } = online_retail

if (!existsSync(file)) {
  console.log(`skipped: there is no ${file}; set CLIENTELE_DATA or name a file`)
} else {
  const home = await mkdtemp(join(tmpdir(), 'clientele-bench-'))
  await chmod(home, 0o711)
  const server = await startPostgres({ home, port: await freePort(), password: 'bench' })
  const pool = createPool(server.url('postgres'))
  try {
    await migrate(server.url('postgres'))
    const times = { copy: [Infinity], first: [Infinity], again: [Infinity] }
    for (let round = 0; round < rounds; round++) {
      await pool.query('drop table if exists raw.online_retail__transactions')
      times.copy.push(await copyLines(pool))
      times.first.push((await loadFile(pool, transactions, file)).seconds)
      times.again.push((await loadFile(pool, transactions, file)).seconds)
    }
    const [copy, first, again] = [times.copy, times.first, times.again].map((list) => Math.min(...list))
    const report = { file, rounds, copy, first, again, ratio: (first ?? 0) / (copy ?? 1) }
    console.log(JSON.stringify(report, (_, n) => (typeof n === 'number' ? Math.round(n * 1000) / 1000 : n)))
  } finally {
    await pool.end()
    await server.release()
    await rm(dirname(server.data), { recursive: true, force: true })
    await rm(home, { recursive: true, force: true })
  }
}

async function copyLines(pool: pg.Pool): Promise<number> {
  const client = await pool.connect()
  await client.query('drop table if exists lines; create unlogged table lines (line text)')
  const started = performance.now()
  const packed = createReadStream(file, { highWaterMark: 256 * 1024 })
  const input: Readable = file.endsWith('.gz') ? packed.pipe(createGunzip({ chunkSize: 256 * 1024 })) : packed
  const copy = copyFrom(`copy lines from stdin with (format csv, delimiter e'\\x01', quote e'\\x02')`)
  await pipeline(input, client.query(copy))
  const seconds = (performance.now() - started) / 1000
  client.release()
  return seconds
}

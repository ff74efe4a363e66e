import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { loadFile } from '../engine/loading/load.ts'
import { online_retail } from '../transforms/sources/online_retail/online_retail.ts'
import { report, withServer } from './setup/server.ts'

/*
 * How long a checked load takes compared with `\copy` of the same file into one text column of an unlogged table.
 * The two take turns, so that a busy machine slows down both; what counts is the ratio of the best times.
 *
 *   node bench/load.ts [FILE] [ROUNDS]
 */

const dataFolder = process.env.CLIENTELE_DATA ?? join(import.meta.dirname, '../../shared/data')
const file = process.argv[2] ?? join(dataFolder, 'online_retail/online_retail.csv.gz')
const rounds = Number(process.argv[3] ?? 5)
const { transactions } = online_retail

if (!existsSync(file)) {
  console.log(`skipped: ${file} does not exist. Set CLIENTELE_DATA or name a file.`)
} else {
  await withServer(async ({ pool }) => {
    const times = { copy: [Infinity], first: [Infinity], again: [Infinity] }
    for (let round = 0; round < rounds; round++) {
      await pool.query('drop table if exists raw.online_retail__transactions')
      times.copy.push(await copyLines(pool))
      times.first.push((await loadFile(pool, transactions, file)).seconds)
      times.again.push((await loadFile(pool, transactions, file)).seconds)
    }
    const best = (list: readonly number[]) => Math.min(...list)
    const copy = best(times.copy)
    const of = `of COPY (${copy.toFixed(2)} s, best of ${rounds})`
    report({
      what: `first load, compared with that ${of}`,
      value: best(times.first) / copy,
      unit: '×',
      limit: 10,
      aim: 6,
    })
    report({
      what: `loading it again, compared with that ${of}`,
      value: best(times.again) / copy,
      unit: '×',
      limit: 10,
      aim: null,
    })
  })
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

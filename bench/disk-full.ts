import { spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { systemFailure } from '../cli/system-failure.ts'
import { build } from '../engine/build/build.ts'
import { loadWarehouse } from '../engine/graph/catalogue.ts'
import { loadFile } from '../engine/loading/load.ts'
import { isConnectionLost } from '../engine/postgres/lost.ts'
import { defaultCompany } from '../seeds/sample/company.ts'
import { advanceSample, loadSample } from '../seeds/sample/load.ts'
import { freePort } from '../services/ports.ts'
import { createPool } from '../services/postgres/database.ts'
import { migrate } from '../services/postgres/migrate.ts'
import { startPostgres } from '../services/postgres/server.ts'
import { online_retail } from '../transforms/sources/online_retail/online_retail.ts'
import { report } from './setup/server.ts'

/*
 * Postgres on a disk that fills up while records are loaded and while the warehouse is built: whatever is published
 * stays as it was, each failure has a code, and once there is room the same work succeeds.
 */

const megabyte = 1024 * 1024
const diskSize = 700
/** How much room is left on the disk, in megabytes, when the work begins; others can be named. */
const named = process.argv.slice(2).map(Number)
const rooms = named.length > 0 ? named : [1, 4, 12, 30]

const disk = await mkdtemp(join(tmpdir(), 'clientele-disk-'))
const elsewhere = await mkdtemp(join(tmpdir(), 'clientele-files-'))
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${diskSize}m`, 'tmpfs', disk], {
  encoding: 'utf8',
})
if (mounted.status !== 0) {
  console.log(
    `skipped: this user may not mount a small disk (${(mounted.error?.message ?? mounted.stderr).trim()})`,
  )
  process.exit(0)
}
await chmod(disk, 0o755)
const home = join(disk, 'home')
await mkdir(home)
await chmod(home, 0o711)

const large = join(elsewhere, 'large.csv')
const lines = Array.from(
  { length: 400_000 },
  (_, n) =>
    `L${n},A${n % 900},an article of a realistic length,1,2010-12-01 08:26:00,2.55,${n % 5000},France`,
)
await writeFile(
  large,
  `InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n${lines.join('\n')}\n`,
)

const port = await freePort()
const ballast = join(disk, 'ballast')
let server = await open()
let pool = createPool(server.url('postgres'))
const outcomes = new Map<string, number>()
let unlike = 0
let failedAgain = 0

try {
  await migrate(server.url('postgres'))
  const warehouse = await loadWarehouse(join(import.meta.dirname, '../transforms'))
  await loadSample(pool, { ...defaultCompany, customers: 300 })
  await build(pool, warehouse, { jobs: 2 })
  for (const room of rooms) {
    await duringFullDisk(room, 'a load', () =>
      loadFile(pool, online_retail.transactions, large, { decimal: '.' }),
    )
    await pool.query('truncate raw.online_retail__transactions; checkpoint')
    await advanceSample(pool, 1, undefined, { intoRealData: true })
    await duringFullDisk(room, 'a build', () => build(pool, warehouse, { jobs: 2 }))
  }
} finally {
  await pool.end().catch(() => {})
  await server.release().catch(() => {})
  spawnSync('umount', [disk])
  for (const folder of [disk, elsewhere]) await rm(folder, { recursive: true, force: true })
}
for (const [outcome, count] of outcomes) console.log(`${outcome}: ${count}`)
report({
  what: 'published warehouses that a full disk changed',
  value: unlike,
  unit: `of ${2 * rooms.length}`,
  limit: 0,
  aim: null,
})
report({
  what: 'failures of the same work once there was room',
  value: failedAgain,
  unit: `of ${2 * rooms.length}`,
  limit: 0,
  aim: null,
})

async function duringFullDisk(room: number, what: string, work: () => Promise<unknown>): Promise<void> {
  const before = await published()
  await fill(room)
  const outcome = await work().then(
    () => 'done',
    (error: unknown) =>
      systemFailure(error)?.code ?? (isConnectionLost(error) ? 'database-lost' : String(error)),
  )
  const name = `${what} with ${room} MB of room: ${outcome}`
  outcomes.set(name, (outcomes.get(name) ?? 0) + 1)
  await rm(ballast, { force: true })
  await reopen()
  if (outcome === 'done') return
  if ((await published()) !== before) unlike += 1
  await work().catch((error: unknown) => {
    failedAgain += 1
    console.log(`${what} again: ${error}`)
  })
}

/** Leaves so many megabytes. */
async function fill(room: number): Promise<void> {
  await pool.query('checkpoint')
  const free = spawnSync('df', ['--output=avail', '-B1', disk], { encoding: 'utf8' }).stdout.split('\n')[1]
  const size = Math.max(0, Number(free) - room * megabyte)
  spawnSync('fallocate', ['-l', String(Math.floor(size)), ballast])
}

/** A Postgres that cannot write its log ends, and is started again. */
async function reopen(): Promise<void> {
  await pool.end().catch(() => {})
  await server.release().catch(() => {})
  server = await open()
  pool = createPool(server.url('postgres'))
}

function open() {
  return startPostgres({
    home,
    port,
    password: 'bench',
    tuning: { max_wal_size: '96MB', wal_keep_size: '0' },
  })
}

async function published(): Promise<string> {
  const hashes: pg.QueryResult<{ hash: string }>[] = []
  for (const relation of ['warehouse.fct_orders', 'pii.dim_customer', 'marts.mart_customer_ltv'])
    hashes.push(
      await pool.query(`select md5(string_agg(t::text, '' order by t::text)) as hash from ${relation} t`),
    )
  return hashes.map(({ rows }) => rows[0]?.hash).join(' ')
}

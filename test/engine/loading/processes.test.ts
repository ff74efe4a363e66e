import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ClienteleError } from '#engine'
import type { LoadResult } from '../../../engine/loading/load.ts'
import { loadFile } from '../../../engine/loading/load.ts'
import { createPool } from '../../../services/postgres/database.ts'
import { useDatabase } from '../../harness/database.ts'
import { cuttableServer } from '../cut-connection.ts'
import { emptyEntity, shop, temporaryFiles } from './files.ts'

const db = useDatabase()
let files: Awaited<ReturnType<typeof temporaryFiles>>
let large: string
const records = 150_000

beforeAll(async () => {
  files = await temporaryFiles()
  large = await writeSales(records)
})
beforeEach(() => emptyEntity(db.pool, 'shop.sales'))
afterAll(async () => {
  await files.remove()
})

async function writeSales(count: number): Promise<string> {
  const path = join(files.folder, `${count}.csv`)
  const stream = createWriteStream(path)
  stream.write('item,note,quantity,price\n')
  for (let from = 0; from < count; from += 1000) {
    let text = ''
    for (let i = from; i < from + 1000; i++) text += `item ${i},a note of a realistic length,${i % 7},1.25\n`
    if (!stream.write(text)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'close')
  return path
}

function startLoad(path: string): {
  child: ChildProcess
  result: Promise<(LoadResult & { peak: number }) | null>
} {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'loading-process.ts'), db.url, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  const result = once(child, 'close').then(() => {
    const done = /^done (.*)$/m.exec(output)?.[1]
    return done ? JSON.parse(done) : null
  })
  return { child, result }
}

const state = async () => {
  const { rows } = await db.pool.query(`
    select (select count(*)::int from raw.shop__sales) as rows,
      (select row_count::int from ops.entities where entity = 'shop.sales') as known,
      (select version::int from ops.entities where entity = 'shop.sales') as version,
      (select array_agg(status order by load_id) from ops.loads where entity = 'shop.sales') as loads`)
  return rows[0]
}

test('a load that is killed leaves nothing in raw, and the next one succeeds', async () => {
  await loadFile(db.pool, shop.sales, await files.write('item,note,quantity,price\n'))
  for (const [wait, isEmpty] of [
    [0, true],
    [60, true],
    [250, true],
    [0, false],
    [150, false],
  ] as const) {
    if (!isEmpty)
      await loadFile(db.pool, shop.sales, await files.write('item,note,quantity,price\nx,,1,1.00\n'))
    const before = await state()
    const { child, result } = startLoad(large)
    await once(child.stdout ?? child, 'data')
    await pause(wait)
    child.kill('SIGKILL')
    await result
    // its transaction in Postgres ends by itself; locking the table waits for that
    await db.pool.query('begin; lock table raw.shop__sales; commit')
    expect({ ...(await state()), loads: null }).toEqual({ ...before, loads: null })
  }
  const again = await loadFile(db.pool, shop.sales, large)
  expect(again).toMatchObject({ read: records, loaded: records })
  const { loads } = await state()
  expect(new Set(loads)).toEqual(new Set(['done', 'failed']))
})

test('a load whose sessions end says so in one sentence, and stores all or nothing', async () => {
  const pool = createPool(db.url)
  for (const wait of [30, 200, 700]) {
    await emptyEntity(db.pool, 'shop.sales')
    const loading = loadFile(pool, shop.sales, large).then(
      () => 'done',
      (error) => (error instanceof ClienteleError ? error.code : String(error)),
    )
    await pause(wait)
    await db.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    )
    const outcome = await loading
    expect(['done', 'database-lost']).toContain(outcome)
    await db.pool.query('begin; lock table raw.shop__sales; commit')
    expect((await state()).rows).toBe(outcome === 'done' ? records : 0)
  }
  await pool.end()
  const server = await cuttableServer(db.url)
  const cut = createPool(server.url(db.url))
  const loading = loadFile(cut, shop.sales, large)
  const failed = expect(loading).rejects.toMatchObject({ code: 'database-lost' })
  await pause(150)
  await server.stop()
  await failed
  await cut.end()
})

test('concurrent loads of one entity wait for each other, and nothing is counted twice', async () => {
  const small = await files.write(
    'item,note,quantity,price\nitem 1,a note of a realistic length,1,1.25\nnew,,1,1.00\n',
  )
  const first = startLoad(large)
  await once(first.child.stdout ?? first.child, 'data')
  const [a, b, c] = await Promise.all([
    first.result,
    loadFile(db.pool, shop.sales, small),
    loadFile(db.pool, shop.sales, large),
  ])
  expect((a?.loaded ?? 0) + b.loaded + c.loaded).toBe(records + 1)
  expect(await state()).toMatchObject({
    rows: records + 1,
    known: records + 1,
    loads: ['done', 'done', 'done'],
  })
})

test('a file four times as large needs no more memory', async () => {
  const small = (await startLoad(large).result)?.peak ?? 0
  await emptyEntity(db.pool, 'shop.sales')
  const result = await startLoad(await writeSales(4 * records)).result
  expect(result).toMatchObject({ loaded: 4 * records })
  expect(small).toBeGreaterThan(0)
  expect(result?.peak).toBeLessThan(Math.max(300e6, small * 1.25))
})

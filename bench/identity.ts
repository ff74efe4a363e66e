import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { CopyInto } from '../engine/postgres/copy.ts'
import { match, pairsBySource, readOverShared, tablesIn } from '../transforms/identity/matching/index.ts'
import { settings } from '../transforms/identity/settings.ts'
import { profileColumns, records } from './setup/people.ts'
import { report, withServer } from './setup/server.ts'

/*
 * How long matching takes with the product's settings and made-up people: a full run with training, and then three
 * days with 1 % new records each, of which the median counts.
 *
 *   node bench/identity.ts [RECORDS]
 */

const count = Number(process.argv[2] ?? 1_000_000)
const days = [1, 2, 3]
/** For every hundred records of the full run, one arrives each day. */
const cycle = 100 + days.length
const nothing = `select null::bigint as record_key_a, null::bigint as record_key_b, null::text as link_type,
  null::text as verdict where false`

await withServer(async ({ pool }) => {
  const client = await pool.connect()
  await client.query(`create table arriving (${profileColumns.join(', ')})`)
  const into = new CopyInto(client, 'copy arriving from stdin')
  let lines = ''
  for (const line of records(Math.round((count * cycle) / 100))) {
    lines += line
    if (lines.length < 65_536) continue
    await into.write(lines)
    lines = ''
  }
  await into.write(lines)
  await into.end()
  await client.query(
    `create table person as select * from arriving where record_key % ${cycle} < 100;
     alter table person add primary key (record_key);
     analyze person`,
  )
  const stop = new AbortController()
  const peak = watchMemory(pool, stop.signal)
  const full = await timed(client)
  const changes = []
  for (const day of days) {
    await client.query(`insert into person select * from arriving where record_key % ${cycle} = ${99 + day}`)
    changes.push(await timed(client))
  }
  stop.abort()
  const pairs = await scoredOnce(client)
  console.log(`seconds of the full run: ${JSON.stringify(full.measures.seconds)}`)
  for (const { measures } of changes)
    console.log(`seconds of the changes: ${JSON.stringify(measures.seconds)}`)
  const daily = changes.toSorted((one, other) => one.seconds - other.seconds)[1] ?? full
  console.log(
    full.measures.sources.map(({ name, pairs }) => `${name} ${pairs.toLocaleString('en')}`).join(', '),
  )
  const compared = full.measures.seconds.compare ?? 1
  const none = { limit: null, aim: null }
  report({ what: `identity of ${count} records, in full`, value: full.seconds / 60, unit: 'min', ...none })
  report({ what: 'pairs scored', value: pairs / compared, unit: 'a second', ...none })
  report({
    what: `identity with ${daily.measures.changed} new records, of the time of the full run`,
    value: (100 * daily.seconds) / full.seconds,
    unit: '%',
    limit: 5,
    aim: null,
  })
  const { node, postgres } = await peak
  report({ what: 'peak memory of Node', value: node, unit: 'MB', ...none })
  report({
    what: 'peak memory of Postgres, with shared buffers',
    value: postgres,
    unit: 'MB',
    ...none,
  })
  client.release()
})

/** The pairs of the full run, each counted once, however many rules find it. */
async function scoredOnce(client: pg.PoolClient): Promise<number> {
  const tables = tablesIn('matching')
  const overShared = await readOverShared({ client, tables, settings })
  const counts = pairsBySource({ tables, settings, overShared }).map(
    ({ pairs, isFirst }) => `select count(*) as n ${pairs} and ${isFirst}
      and l.record_key % ${cycle} < 100 and r.record_key % ${cycle} < 100`,
  )
  const { rows } = await client.query<{ n: number }>(
    `select sum(n)::float8 as n from (${counts.join(' union all ')}) counted`,
  )
  return rows[0]?.n ?? 0
}

async function timed(client: pg.PoolClient) {
  const started = performance.now()
  await client.query('begin')
  const input = { records: 'select * from person', links: nothing, decisions: nothing }
  const measures = await match(client, { schema: 'matching', settings, input })
  await client.query('commit')
  return { measures, seconds: (performance.now() - started) / 1000 }
}

/** The memory of Node, and of all processes of Postgres together, with shared memory counted once. */
async function watchMemory(pool: pg.Pool, stop: AbortSignal) {
  const peak = { node: 0, postgres: 0 }
  while (!stop.aborted) {
    peak.node = Math.max(peak.node, process.memoryUsage().rss / 2 ** 20)
    const { rows } = await pool.query<{ pid: number }>('select pid from pg_stat_activity')
    peak.postgres = Math.max(peak.postgres, await proportional(rows.map(({ pid }) => pid)))
    // reading the memory of a process takes time, during which it cannot work
    await pause(3000, null, { signal: stop }).catch(() => {})
  }
  return peak
}

async function proportional(pids: readonly number[]): Promise<number> {
  const sizes = await Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
      return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024
    }),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { CopyInto } from '../engine/loading/copy.ts'
import { match } from '../transforms/identity/matching/match.ts'
import { settings } from '../transforms/identity/settings.ts'
import { profileColumns, records } from './setup/people.ts'
import { report, withServer } from './setup/server.ts'

/*
 * How long identity takes: a full run with the company's settings over made-up people, training included, and then
 * 1 % new records.
 *
 *   node bench/identity.ts [RECORDS]
 */

const count = Number(process.argv[2] ?? 100_000)
const nothing = `select null::bigint as record_key_a, null::bigint as record_key_b, null::text as link_type,
  null::text as verdict where false`

await withServer(async ({ pool }) => {
  const client = await pool.connect()
  await client.query(`create table person (${profileColumns.join(', ')})`)
  const into = new CopyInto(client, 'copy person from stdin')
  let lines = ''
  for (const line of records(Math.round(count * 1.01))) {
    lines += line
    if (lines.length < 65_536) continue
    await into.write(lines)
    lines = ''
  }
  await into.write(lines)
  await into.end()
  await client.query('analyze person')
  const stop = new AbortController()
  const peak = watchMemory(stop.signal)
  const full = await timed(client, `select * from person where record_key % 101 <> 0`)
  const daily = await timed(client, 'select * from person')
  stop.abort()
  const pairs = full.measures.sources.reduce((sum, source) => sum + source.pairs, 0)
  console.log(`seconds of the full run: ${JSON.stringify(full.measures.seconds)}`)
  console.log(`seconds of the changes: ${JSON.stringify(daily.measures.seconds)}`)
  console.log(
    full.measures.sources.map(({ name, pairs }) => `${name} ${pairs.toLocaleString('en')}`).join(', '),
  )
  const compared = full.measures.seconds.compare ?? 1
  const none = { limit: null, aim: null }
  report({ what: `identity of ${count} records, in full`, value: full.seconds / 60, unit: 'min', ...none })
  report({ what: 'pairs scored', value: pairs / compared, unit: 'a second', ...none })
  report({
    what: `identity with ${daily.measures.changed} new records against the full run`,
    value: (100 * daily.seconds) / full.seconds,
    unit: '%',
    limit: 5,
    aim: null,
  })
  const { node, postgres } = await peak
  report({ what: 'memory of Node at most', value: node, unit: 'MB', ...none })
  report({
    what: 'memory of Postgres at most, shared buffers included',
    value: postgres,
    unit: 'MB',
    ...none,
  })
  client.release()
})

async function timed(client: pg.PoolClient, query: string) {
  const started = performance.now()
  await client.query('begin')
  const input = { records: query, links: nothing, decisions: nothing }
  const measures = await match(client, { schema: 'matching', settings, input })
  await client.query('commit')
  return { measures, seconds: (performance.now() - started) / 1000 }
}

/** Memory that Node holds, and that the processes of Postgres hold together, each share counted once. */
async function watchMemory(stop: AbortSignal) {
  const { execFile } = await import('node:child_process')
  const { promisify } = await import('node:util')
  const peak = { node: 0, postgres: 0 }
  while (!stop.aborted) {
    peak.node = Math.max(peak.node, process.memoryUsage().rss / 2 ** 20)
    const { stdout } = await promisify(execFile)('ps', ['-C', 'postgres', '-o', 'pid=']).catch(() => ({
      stdout: '',
    }))
    peak.postgres = Math.max(peak.postgres, await proportional(stdout.split(/\s+/).filter(Boolean)))
    await pause(500, null, { signal: stop }).catch(() => {})
  }
  return peak
}

async function proportional(pids: readonly string[]): Promise<number> {
  const { readFile } = await import('node:fs/promises')
  const sizes = await Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
      return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024
    }),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

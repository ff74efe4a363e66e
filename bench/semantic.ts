import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { tableOf } from '../reports/plugins/evidence-cube/parts.ts'
import { parseQueryFile } from '../reports/plugins/evidence-cube/query-file.ts'
import { startTestCube, type TestCube } from '../test/cube/running.ts'
import { makeBigCompany } from './setup/big-company.ts'
import { report, withServer } from './setup/server.ts'
import { usualQuestions } from './setup/usual-questions.ts'

/*
 * How long Cube takes for every query of the reports and for usual questions of BI tools, how many it answers a second, and
 * how many of them from a pre-aggregation, for the warehouse of a company with a million customers.
 *
 *   node bench/semantic.ts [CUSTOMERS]
 */

const customers = Number(process.argv[2] ?? 1_000_000)
const folder = join(import.meta.dirname, '../reports/sources/cube')
const mostRuns = 20
/** For all runs of one query. */
const patience = 10_000

type Question = { readonly name: string; readonly query: object }
type Timing = Question & {
  readonly milliseconds: number[]
  readonly isPreAggregated: boolean
  readonly rows: number
}

await withServer(async ({ pool, url }) => {
  const started = performance.now()
  await makeBigCompany(pool, customers)
  await pool.query('vacuum')
  const { rows } = await pool.query<{ gigabytes: number }>(
    'select pg_database_size(current_database()) / 1e9 as gigabytes',
  )
  console.log(
    `made ${customers} customers in ${seconds(started)} s: ${Number(rows[0]?.gigabytes).toFixed(1)} GB`,
  )
  const cube = await startTestCube(url, { CLIENTELE_CUBE_ROLLUPS: 'on' })
  try {
    await measure(cube)
  } finally {
    await cube.stop()
  }
})

async function measure(cube: TestCube): Promise<void> {
  const building = performance.now()
  await cube.settled()
  console.log(`pre-aggregations were built after ${seconds(building)} s`)
  const ofReports = await questionsOfReports(cube)
  const timings: Timing[] = []
  for (const question of [...ofReports, ...usualQuestions]) timings.push(await timed(cube, question))
  table(timings)
  const [reports, usual] = [timings.slice(0, ofReports.length), timings.slice(ofReports.length)]
  for (const [what, group] of [
    ['queries of reports', reports],
    ['usual questions', usual],
  ] as const) {
    const all = group.flatMap(({ milliseconds }) => milliseconds)
    report({
      what: `${group.length} ${what}, p50`,
      value: percentile(all, 0.5),
      unit: 'ms',
      limit: null,
      aim: null,
    })
    report({
      what: `${group.length} ${what}, p95`,
      value: percentile(all, 0.95),
      unit: 'ms',
      limit: 100,
      aim: 50,
    })
    const slow = group.filter(({ milliseconds }) => percentile(milliseconds, 0.95) > 100).length
    report({ what: `of these, with a p95 above 100 ms`, value: slow, unit: 'queries', limit: null, aim: 0 })
    const share = (100 * group.filter(({ isPreAggregated }) => isPreAggregated).length) / group.length
    report({ what: `of these, from a pre-aggregation`, value: share, unit: '%', limit: null, aim: null })
  }
  await load(cube, timings)
}

/** What the datasource of the reports asks, every page of every part of every file. */
async function questionsOfReports(cube: TestCube): Promise<Question[]> {
  const asked: Question[] = []
  const send = globalThis.fetch
  let name = ''
  globalThis.fetch = async (input, init) => {
    if (typeof init?.body === 'string') asked.push({ name, query: JSON.parse(init.body).query })
    return send(input, init)
  }
  const connection = { url: cube.cube.url, token: cube.token(['analyst']), patience: 300_000 }
  try {
    for (const file of (await readdir(folder)).sort()) {
      if (/^(connection|definitions|readers)\.yaml$/.test(file)) continue
      name = file.replace('.yaml', '')
      const query = parseQueryFile(await readFile(join(folder, file), 'utf8'), file)
      await tableOf(connection, query, { pageSize: 10_000, maxRows: 200_000 })
    }
  } finally {
    globalThis.fetch = send
  }
  // a query that had to wait was sent again
  return [...new Map(asked.map((one) => [JSON.stringify(one.query), one])).values()]
}

/** Without Cube's cache of answers, so that each run asks Postgres. */
async function timed(cube: TestCube, question: Question): Promise<Timing> {
  const milliseconds: number[] = []
  const begun = performance.now()
  let isPreAggregated = false
  let rows = 0
  do {
    const started = performance.now()
    const { body } = await cube.post('/v1/load', { query: question.query, cache: 'no-cache' }, ['analyst'])
    milliseconds.push(performance.now() - started)
    if (!body.data) throw new Error(`${question.name}: ${body.error}`)
    isPreAggregated = Object.keys(Object(body.usedPreAggregations)).length > 0
    rows = body.data.length
  } while (milliseconds.length < mostRuns && performance.now() - begun < patience)
  return { ...question, milliseconds, isPreAggregated, rows }
}

function table(timings: readonly Timing[]): void {
  const lines = Object.entries(Object.groupBy(timings, ({ name }) => name)).map(([name, parts = []]) => {
    const all = parts.flatMap(({ milliseconds }) => milliseconds)
    const preAggregated = parts.filter(({ isPreAggregated }) => isPreAggregated).length
    return {
      name,
      queries: parts.length,
      rows: Math.max(...parts.map((part) => part.rows)),
      p50: Math.round(percentile(all, 0.5)),
      p95: Math.round(percentile(all, 0.95)),
      'from a pre-aggregation': preAggregated,
    }
  })
  console.table(lines)
}

/** All questions in turn, ten at once; each program may get the same answer from Cube's cache for a while. */
async function load(cube: TestCube, questions: readonly Question[]): Promise<void> {
  for (const [how, cache] of [
    ['with Cube’s cache', undefined],
    ['each asking Postgres', 'no-cache'],
  ] as const) {
    const requests = questions.map(({ query }) => ({ body: JSON.stringify({ query, cache }) }))
    const result = await autocannon({
      url: `${cube.cube.url}/cubejs-api/v1/load`,
      method: 'POST',
      headers: { authorization: cube.token(['analyst']), 'content-type': 'application/json' },
      connections: 10,
      duration: 30,
      timeout: 60,
      requests,
    })
    if (result.non2xx + result.errors > 0)
      console.log(`${result.non2xx} answers were refused, ${result.errors} failed`)
    const what = `milliseconds of one instance for a query, ${how}`
    console.log(
      `${how}: ${result.requests.average} queries a second; p50 ${result.latency.p50}, p97.5 ${result.latency.p97_5} ms`,
    )
    report({ what, value: 1000 / result.requests.average, unit: 'ms', limit: cache ? null : 20, aim: null })
  }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1)
}

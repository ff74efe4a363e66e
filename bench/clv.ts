import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fitPurchases, purchaseModels } from '../analytics/lifetime-value/index.ts'
import { memoryFlags } from '../bin/node.mjs'
import { cohortOf, groupsOf } from '../studies/lifetime-value/cohort.ts'
import { readCustomers } from '../studies/lifetime-value/read.ts'
import { Dice, simulateCustomer } from '../test/analytics/lifetime-value/simulate.ts'
import { report } from './setup/server.ts'

/*
 * How long the models of lifetime value take for CDNOW's 2,357 customers, and for a million customers in a file: read, fitted,
 * and forecast one by one; and how the memory of that grows with their number.
 *
 *   node bench/clv.ts [CUSTOMERS]
 */

const most = Number(process.argv[2] ?? 1_000_000)
const truth = [0.6, 8, 0.8, 2.5] as const
const [p, q, gamma] = [5, 4, 45] as const

await fitCdnow()
const folder = await mkdtemp(join(tmpdir(), 'clientele-bench-'))
try {
  const part = await run('bg_nbd', most / 4)
  const whole = await run('bg_nbd', most)
  const total = Object.values(whole.seconds).reduce((sum, value) => sum + value, 0)
  const what = `${most.toLocaleString('en')} customers from a file`
  report({ what: `bg_nbd: ${what}, fitted and scored`, value: total, unit: 's', limit: 30, aim: null })
  report({
    what: `bg_nbd: peak memory of ${what}`,
    value: whole.peakBytes / 1e6,
    unit: 'MB',
    limit: 600,
    aim: 300,
  })
  report({
    what: 'that memory, compared with a quarter of the customers',
    value: whole.peakBytes / part.peakBytes,
    unit: '×',
    limit: 2.5,
    aim: 1.5,
  })
  for (const model of ['mbg_nbd', 'pareto_nbd'] as const) {
    const { seconds, processorSeconds } = await run(model, most)
    const sum = Object.values(seconds).reduce((all, value) => all + value, 0)
    report({ what: `${model}: ${what}, fitted and scored`, value: sum, unit: 's', limit: null, aim: 30 })
    report({ what: 'the same, in processor time', value: processorSeconds, unit: 's', limit: null, aim: 30 })
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function fitCdnow(): Promise<void> {
  const data = process.env.CLIENTELE_DATA ?? join(import.meta.dirname, '../../shared/data')
  const file = join(data, 'cdnow/cdnow_customers_summary.csv')
  if (!existsSync(file)) {
    console.log(`skipped: ${file} does not exist. Set CLIENTELE_DATA.`)
    return
  }
  const { content } = await readCustomers(file)
  if (content.kind !== 'summaries') return
  const groups = groupsOf(cohortOf(content.summaries))
  for (const model of purchaseModels) {
    const times = Array.from({ length: 7 }, () => {
      const started = performance.now()
      fitPurchases(model, groups)
      return performance.now() - started
    })
    const [cold = NaN, ...warm] = times
    report({
      what: `${model}: CDNOW fitted for the first time`,
      value: cold,
      unit: 'ms',
      limit: null,
      aim: 100,
    })
    report({
      what: `${model}: CDNOW fitted once warm`,
      value: Math.min(...warm),
      unit: 'ms',
      limit: 100,
      aim: null,
    })
  }
}

/** In a process of its own, so that its peak memory is its own. */
async function run(model: string, customers: number) {
  const file = join(folder, `${customers}.csv`)
  if (!existsSync(file)) await pipeline(Readable.from(lines(customers)), createWriteStream(file))
  const program = join(import.meta.dirname, 'setup/clv-million.ts')
  const child = spawn(process.execPath, [...memoryFlags, program, file, model], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  await once(child, 'close')
  const result: {
    readonly seconds: Record<string, number>
    readonly processorSeconds: number
    readonly peakBytes: number
  } = JSON.parse(output)
  console.log(`${model}: ${output.trim()}`.replaceAll(/(\d\.\d{3})\d+/g, '$1'))
  return result
}

/** Customers of BG/NBD and Gamma-Gamma who came over two years; recency and age are whole days, in weeks. */
function* lines(customers: number): Generator<string> {
  const dice = new Dice(1)
  const inWeeks = (time: number) => (Math.ceil(time * 7) / 7).toFixed(4)
  let block = 'id,frequency,recency,T,mean\n'
  for (let id = 1; id <= customers; id++) {
    const days = 1 + Math.floor(730 * dice.uniform())
    const { frequency, recency } = simulateCustomer(dice, 'bg_nbd', truth, days / 7)
    const mean = frequency === 0 ? 0 : dice.gamma(p * frequency, dice.gamma(q, gamma)) / frequency
    block += `${id},${frequency},${inWeeks(recency)},${(days / 7).toFixed(4)},${mean.toFixed(2)}\n`
    if (block.length < 60_000) continue
    yield block
    block = ''
  }
  yield block
}

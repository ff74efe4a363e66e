import {
  fitPurchases,
  fitSpend,
  PurchaseScorer,
  purchaseModels,
  ValueScorer,
} from '../../analytics/lifetime-value/index.ts'
import { openCsv } from '../../engine/loading/csv/csv.ts'
import { bestHeader } from '../../engine/loading/csv/header-line.ts'
import { openFile } from '../../engine/loading/input.ts'
import { cohortOf, groupsOf, spendOf } from '../../studies/lifetime-value/cohort.ts'
import { SummaryCollector } from '../../studies/lifetime-value/summaries.ts'

/**
 * Reads a file of summaries twice, row by row: for the fit, of which counts of equal histories and the mean values are
 * kept, and for the forecast of each customer over 3, 12 and 24 months with intervals of orders and value. Prints how long
 * each took, and the peak memory of the process.
 */
const [, , file = '', name = ''] = process.argv
const model = purchaseModels.find((one) => one === name) ?? 'bg_nbd'
const month = 365.25 / 12 / 7
const seconds: Record<string, number> = {}

const { histories, spend } = await timed('read', readForFit)
const fit = await timed('fit', async () => fitPurchases(model, histories))
const spendFit = await timed('fit spend', async () => fitSpend(spend))
const totals = await timed('score', scoreAll)
process.stdout.write(
  `${JSON.stringify({ ...totals, groups: histories.frequency.length, status: fit.status, parameters: fit.parameters, seconds, processorSeconds: processorSeconds(), peakBytes: process.resourceUsage().maxRSS * 1024 })}\n`,
)

function processorSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  const result = await work()
  seconds[what] = (performance.now() - started) / 1000
  return result
}

async function* customers(): AsyncGenerator<readonly number[][]> {
  const { chunks } = await openFile(file)
  const { rows } = await openCsv(chunks, (block) => bestHeader(block, (names) => names.length))
  for await (const block of rows) yield Array.from(block, ({ cells }) => cells.map(Number))
}

async function readForFit() {
  const collector = new SummaryCollector(true, false)
  for await (const block of customers()) {
    for (const [, frequency = 0, recency = 0, age = 0, mean = 0] of block)
      collector.add('', { frequency, recency, age, mean, later: 0, laterTime: 0 })
  }
  const cohort = cohortOf(collector.finish())
  return { histories: groupsOf(cohort), spend: spendOf(cohort) }
}

async function scoreAll() {
  const horizons = [3 * month, 12 * month, 24 * month]
  const scorer = new PurchaseScorer(model, fit.parameters, { horizons, discountRate: Math.log(1.1) / 52 })
  const values = new ValueScorer(scorer, spendFit.parameters)
  const sums = { customers: 0, orders: 0, value: 0, upper: 0 }
  for await (const block of customers()) {
    for (const [, frequency = 0, recency = 0, age = 0, meanValue = 0] of block) {
      const score = values.score({ frequency, recency, age }, { purchases: frequency, meanValue })
      sums.customers++
      sums.orders += score.expected[1] ?? 0
      sums.value += score.expectedValue[1] ?? 0
      sums.upper += score.upperValue[1] ?? 0
    }
  }
  return sums
}

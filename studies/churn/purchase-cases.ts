import { createHash } from 'node:crypto'
import { ClienteleError } from '#engine'
import type { Purchases } from '../lifetime-value/purchases.ts'
import { isoDay } from '../lifetime-value/written-days.ts'
import type { Feature } from './features.ts'
import { purchaseRivals } from './purchase-rivals.ts'
import { foldCount } from './split.ts'
import type { Subject } from './study.ts'

/** As in the warehouse: those who bought nothing for longer have left already. */
const activeDays = 365
const longestHorizon = 180
const shortestHorizon = 7
const daysBetweenCuts = 30
const mostCuts = 12
/** More customers teach nothing new. They are drawn by a hash of their names. */
const mostLearnt = 20_000

export interface PurchaseOptions {
  /** Who buys nothing for so many days has left; a quarter of the period, at most 180, unless given. */
  readonly horizon?: number
  /** The last day that is observed; that of the last purchase unless given. */
  readonly until?: number
}

export interface PurchaseCases {
  readonly horizon: number
  readonly first: string
  readonly until: string
  /** The days whose customers are learnt from: what they did by then, and whether they bought in the horizon after. */
  readonly trainingDays: readonly string[]
  readonly holdoutDay: string
  /** Customers who had bought nothing for a year by the day of the holdout. */
  readonly lapsed: number
  /** The customer of each row. */
  readonly names: readonly string[]
  readonly subject: Subject
}

interface Case {
  readonly customer: number
  readonly cut: number
}

/**
 * Cases from purchases alone: customers as they were at the end of some days, and whether they bought in the horizon after. The
 * last possible day is held out. The outcomes of the days that are learnt from are known by then, so the model sees nothing
 * of the time that it is judged by.
 *
 * Errors: `study-impossible` if the period is too short.
 */
export function purchaseCases(purchases: Purchases, options: PurchaseOptions = {}): PurchaseCases {
  const { firstDay, customers, starts, days } = purchases
  const until = options.until ?? purchases.lastDay
  const horizon =
    options.horizon ??
    Math.max(shortestHorizon, Math.min(longestHorizon, Math.floor((until - firstDay + 1) / 4)))
  const held = until - horizon
  const cuts = Array.from({ length: mostCuts }, (_, i) => held - horizon - i * daysBetweenCuts).filter(
    (cut) => cut >= firstDay + horizon / 2,
  )
  if (cuts.length === 0) {
    throw new ClienteleError(
      'study-impossible',
      `The purchases are from ${isoDay(firstDay)} to ${isoDay(until)}, which is too short for a horizon of ${horizon} days: one ` +
        'is held out, one teaches, and half of one comes before. Nothing was computed. Give a shorter --horizon.',
    )
  }
  const hashes = customers.map((name) => createHash('sha256').update(name).digest().readUInt32BE(0))
  const drawn = new Set(
    [...hashes.keys()].sort((a, b) => (hashes[a] ?? 0) - (hashes[b] ?? 0) || a - b).slice(0, mostLearnt),
  )
  const cases: Case[] = []
  let lapsed = 0
  for (const cut of [held, ...cuts]) {
    for (let customer = 0; customer < customers.length; customer++) {
      if (cut !== held && !drawn.has(customer)) continue
      const last = lastBy(purchases, customer, cut)
      if (last === null) continue
      if ((days[last] ?? 0) > cut - activeDays) cases.push({ customer, cut })
      else if (cut === held) lapsed++
    }
  }
  const outcomes = Float64Array.from(cases, ({ customer, cut }) => {
    const next = days.subarray((lastBy(purchases, customer, cut) ?? 0) + 1, starts[customer + 1])[0]
    return Number(next === undefined || next > cut + horizon)
  })
  const rows = Uint32Array.from(cases.keys())
  const isHeld = (row: number) => cases[row]?.cut === held
  const hashOf = (row: number) => hashes[cases[row]?.customer ?? 0] ?? 0
  const training = rows.filter((row) => !isHeld(row)).sort((a, b) => hashOf(a) - hashOf(b) || a - b)
  const holdout = rows.filter(isHeld)
  const heldCustomers = Array.from(holdout, (row) => cases[row]?.customer ?? 0)
  return {
    horizon,
    first: isoDay(firstDay),
    until: isoDay(until),
    trainingDays: cuts.map(isoDay),
    holdoutDay: isoDay(held),
    lapsed,
    names: cases.map(({ customer }) => customers[customer] ?? ''),
    subject: {
      features: featuresOf(purchases, cases, horizon),
      outcomes,
      split: {
        training,
        holdout,
        folds: Uint8Array.from(rows, (row) => hashOf(row) % foldCount),
        how: `the customers of ${isoDay(held)}, and what they did until ${isoDay(until)}`,
      },
      groups: Uint32Array.from(cases, ({ customer }) => customer),
      isAsked: false,
      rivals: purchaseRivals(purchases, heldCustomers, { cut: held, horizon }),
    },
  }
}

/** The place of a customer's last purchase by the end of a day; null if there was none. */
function lastBy({ starts, days }: Purchases, customer: number, cut: number): number | null {
  const first = starts[customer] ?? 0
  let last = (starts[customer + 1] ?? 0) - 1
  while (last >= first && (days[last] ?? 0) > cut) last--
  return last < first ? null : last
}

function featuresOf(purchases: Purchases, cases: readonly Case[], horizon: number): readonly Feature[] {
  const { starts, days, amounts } = purchases
  const column = () => new Float64Array(cases.length)
  const [since, age, count, wait, late, recent] = [column(), column(), column(), column(), column(), column()]
  const [value, mean, recentValue] = [column(), column(), column()]
  for (const [row, { customer, cut }] of cases.entries()) {
    const first = starts[customer] ?? 0
    const last = lastBy(purchases, customer, cut) ?? first
    const waits = last - first
    const [firstDay, lastDay] = [days[first] ?? 0, days[last] ?? 0]
    since[row] = cut - lastDay
    age[row] = cut - firstDay
    count[row] = waits + 1
    wait[row] = waits === 0 ? Number.NaN : (lastDay - firstDay) / waits
    late[row] = waits === 0 ? Number.NaN : (cut - lastDay) / Math.max(1, wait[row] ?? 1)
    for (let i = first; i <= last; i++) {
      const amount = amounts?.[i] ?? 0
      value[row] = (value[row] ?? 0) + amount
      if ((days[i] ?? 0) <= cut - horizon) continue
      recent[row] = (recent[row] ?? 0) + 1
      recentValue[row] = (recentValue[row] ?? 0) + amount
    }
    mean[row] = (value[row] ?? 0) / (waits + 1)
  }
  const number = (name: string, values: Float64Array): Feature => ({ kind: 'number', name, values })
  return [
    number('days since the last purchase', since),
    number('days since the first purchase', age),
    number('days with a purchase', count),
    number('days between purchases, mean', wait),
    number('days since the last purchase, in such waits', late),
    number(`purchases of the last ${horizon} days`, recent),
    ...(amounts
      ? [
          number('value of all purchases', value),
          number('value of a day with a purchase, mean', mean),
          number(`value of the last ${horizon} days`, recentValue),
        ]
      : []),
  ]
}

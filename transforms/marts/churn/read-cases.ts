import { type ProcedureContext, render } from '#engine'
import type { Design } from '../../../analytics/logistic/design.ts'
import { copiedLines } from '../../../engine/postgres/copy.ts'
import { features } from './feature-list.ts'
import { labelledCases } from './labelled-cases.ts'
import { churnSettings } from './settings.ts'

export const roles = ['training', 'calibration', 'validation'] as const
export type Role = (typeof roles)[number]
/** The newest horizon that has passed on the as-of day shows whether the model still holds. */
const periods = [...roles, 'newest'] as const
export type Period = (typeof periods)[number]

/** Customers as they were on one or several days, and what became of them. */
export interface Cases {
  readonly design: Design
  /** 1 for those who left. */
  readonly outcomes: Float64Array
  /** The number of the customer, because a customer can be in it several times. */
  readonly customers: Float64Array
  readonly isActive: readonly boolean[]
}

/**
 * In the order of days and values, so that sums of them are the same to the last digit however Postgres reads its tables,
 * and in whatever order customers arrived, who have their keys from that.
 */
export async function readCases({ client, nameOf }: ProcedureContext): Promise<Record<Period, Cases>> {
  const read = { training: started(), calibration: started(), validation: started(), newest: started() }
  const numbers = new Map<string, number>()
  for await (const lines of copiedLines(client, render(labelledCases, nameOf).text)) {
    for (const line of lines) {
      const [role = '', customer = '', isActive, hasLeft, ...values] = line.split('\t')
      const into = periods.find((each) => each === role)
      if (!into) continue
      const number = numbers.get(customer) ?? numbers.size
      numbers.set(customer, number)
      read[into].customers.add(number)
      read[into].isActive.push(isActive === '1')
      read[into].outcomes.add(Number(hasLeft))
      for (const value of values) read[into].values.add(Number(value))
    }
  }
  return {
    training: made(read.training),
    calibration: made(read.calibration),
    validation: made(read.validation),
    newest: made(read.newest),
  }
}

function started() {
  return {
    values: new Numbers(),
    outcomes: new Numbers(),
    customers: new Numbers(),
    isActive: [] as boolean[],
  }
}

function made({ values, outcomes, customers, isActive }: ReturnType<typeof started>): Cases {
  return {
    design: { values: values.all(), width: features.length },
    outcomes: outcomes.all(),
    customers: customers.all(),
    isActive,
  }
}

/** As many of each outcome among the active, without whom nothing can be learnt or compared. */
export function isEnough({ outcomes, isActive }: Cases): boolean {
  const active = outcomes.filter((_, row) => isActive[row])
  const leavers = active.reduce((sum, outcome) => sum + outcome, 0)
  return Math.min(leavers, active.length - leavers) >= churnSettings.leastOfEach
}

/** Those cases for which `keeps` says so, with one or all of the features. */
export function partOf(cases: Cases, keeps: (row: number) => boolean, only?: string): Cases {
  const { values, width } = cases.design
  const rows = cases.isActive.flatMap((_, row) => (keeps(row) ? [row] : []))
  const at = only === undefined ? -1 : features.findIndex(({ name }) => name === only)
  const [from, to] = at < 0 ? [0, width] : [at, at + 1]
  const part = new Float64Array(rows.length * (to - from))
  rows.forEach((row, place) => {
    part.set(values.subarray(row * width + from, row * width + to), place * (to - from))
  })
  return {
    design: { values: part, width: to - from },
    outcomes: Float64Array.from(rows, (row) => cases.outcomes[row] ?? 0),
    customers: Float64Array.from(rows, (row) => cases.customers[row] ?? 0),
    isActive: rows.map((row) => cases.isActive[row] ?? false),
  }
}

/** Features that hardly any customers have, by their places. */
export function rareFeatures({ design, customers }: Cases, least: number): ReadonlySet<number> {
  const { values, width } = design
  const holders = features.map(() => new Set<number>())
  values.forEach((value, at) => {
    if (value !== 0) holders[at % width]?.add(customers[Math.floor(at / width)] ?? -1)
  })
  return new Set(holders.flatMap(({ size }, feature) => (size < least ? [feature] : [])))
}

/** Numbers that become more and more: an array of arrays, or of objects, would take several times the memory. */
class Numbers {
  private numbers = new Float64Array(1024)
  private count = 0

  add(value: number): void {
    if (this.count === this.numbers.length) {
      const longer = new Float64Array(2 * this.count)
      longer.set(this.numbers)
      this.numbers = longer
    }
    this.numbers[this.count++] = value
  }

  all(): Float64Array {
    return this.numbers.subarray(0, this.count)
  }
}

import type { ProcedureContext } from '#engine'
import type { Histories, SpendHistories } from '../../../analytics/lifetime-value/index.ts'
import { batches } from '../models/score-rows.ts'
import { daysInWeek } from './names.ts'

/** What models are fitted to: sufficient statistics of the customers of one group. */
export interface GroupHistories {
  readonly purchases: Histories
  readonly spend: SpendHistories
  readonly customerCount: number
  readonly repeatCustomerCount: number
  /** Customers of whom no purchase has a value above zero. */
  readonly unspentCount: number
}

/** A column of numbers that grows. */
class Column {
  #values = new Float64Array(1024)
  length = 0

  push(value: number): void {
    if (this.length === this.#values.length) {
      const longer = new Float64Array(2 * this.length)
      longer.set(this.#values)
      this.#values = longer
    }
    this.#values[this.length++] = value
  }

  get values(): Float64Array {
    return this.#values.subarray(0, this.length)
  }
}

/**
 * Reads the customers of a group from a table like `customerHistories`. Customers of equal histories are one row, and so are
 * those with equally many purchases of the same mean value.
 */
export async function readHistories(
  client: ProcedureContext['client'],
  table: string,
  group: string,
): Promise<GroupHistories> {
  const quoted = `'${group.replaceAll("'", "''")}'`
  const [frequency, recency, age, customers] = [new Column(), new Column(), new Column(), new Column()]
  let customerCount = 0
  let repeatCustomerCount = 0
  const counted = `
    select frequency, recency_days, age_days, count(*)
    from ${table}
    where model_group = ${quoted}
    group by 1, 2, 3
    order by 1, 2, 3`
  for await (const rows of batches(client, counted)) {
    for (const row of rows) {
      const [x = NaN, recent = NaN, old = NaN, count = NaN] = row.map(Number)
      frequency.push(x)
      recency.push(recent / daysInWeek)
      age.push(old / daysInWeek)
      customers.push(count)
      customerCount += count
      if (x > 0) repeatCustomerCount += count
    }
  }
  const [purchases, meanValue] = [new Column(), new Column()]
  const spent = `
    select valued_count, net_amount / valued_count
    from ${table}
    where model_group = ${quoted}
      and valued_count > 0
      and net_amount > 0
    order by 1, 2`
  for await (const rows of batches(client, spent)) {
    for (const [count, mean] of rows) {
      purchases.push(Number(count))
      meanValue.push(Number(mean))
    }
  }
  return {
    purchases: {
      frequency: frequency.values,
      recency: recency.values,
      age: age.values,
      customers: customers.values,
    },
    spend: { purchases: purchases.values, meanValue: meanValue.values },
    customerCount,
    repeatCustomerCount,
    unspentCount: customerCount - purchases.length,
  }
}

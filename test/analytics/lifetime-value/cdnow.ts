import { readFileSync } from 'node:fs'
import type { Histories } from '../../../analytics/lifetime-value/index.ts'
import { publicData } from '../../warehouse/public-data.ts'

/** The published calibration cohort, or null where it is not on this machine. */
export function cdnow() {
  const file = publicData('cdnow/cdnow_customers_summary_with_transactions.csv')
  if (file === null) return null
  const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1)
  const customers = rows.map((row) => {
    const [, frequency = NaN, recency = NaN, age = NaN, mean = NaN] = row.trim().split(',').map(Number)
    return { frequency, recency, age, mean }
  })
  const histories: Histories = {
    frequency: customers.map(({ frequency }) => frequency),
    recency: customers.map(({ recency }) => recency),
    age: customers.map(({ age }) => age),
    customers: customers.map(() => 1),
  }
  return { customers, histories }
}

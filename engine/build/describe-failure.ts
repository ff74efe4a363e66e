import { z } from 'zod'
import type { Transform } from '../declare/transform.ts'
import type { TestResult } from './audit.ts'

const row = z.record(z.string(), z.unknown())

/** What failed and one row that shows it, without personal data. */
export function describeFailure(
  t: Transform,
  { test, failedCount, failingRows, sample }: TestResult,
): string {
  const rows = failedCount === 1 ? '1 row' : `${failedCount} rows`
  if (!test.startsWith('not null: ')) return `${test} (${rows}, such as ${sample})`
  const required = test.slice('not null: '.length).split(', ')
  const kept = failingRows.map((text) => row.parse(JSON.parse(text)))
  const missing = required.filter((column) => kept.some((each) => each[column] === null))
  // of a row with 40 columns, what identifies it says enough
  const shown = t.grain.filter((column) => !t.columns[column]?.personalData)
  const [first = {}] = kept
  const identity = shown.map((column) => `${column} ${String(first[column])}`).join(', ')
  return `${missing.join(' and ')} must not be null (${rows}${identity === '' ? '' : `, such as ${identity}`})`
}

import { expect, test } from 'vitest'
import { describeSetAside, describeSummary, describeWarnings } from '../../cli/build.ts'

const nothing = {
  built: 0,
  updated: 0,
  reused: 0,
  kept: 0,
  removed: 0,
  rowCount: 0,
  testCount: 0,
  setAside: [],
  warnings: [],
  stillRead: 0,
  seconds: 1,
}

test.each([
  [{ runId: null, kept: 99 }, 'Up to date: 99 tables unchanged'],
  [
    { runId: 7, built: 12, updated: 3, kept: 84, rowCount: 541_909, testCount: 210, seconds: 41 },
    'Built 12 tables, updated 3, 84 unchanged: 541,909 rows, 210 tests passed, published as run 7, 41.0 s',
  ],
  [
    { runId: 8, updated: 1, kept: 98, testCount: 8 },
    'Updated 1 table, 98 unchanged: 8 tests passed, published as run 8, 1.0 s',
  ],
  [{ runId: 9, removed: 1, kept: 98 }, 'Removed 1 table, 98 unchanged: published as run 9, 1.0 s'],
])('%j is summed up as: %s', (counts, words) => {
  expect(describeSummary({ ...nothing, ...counts })).toBe(words)
})

test('rows that were set aside are counted by table and test', () => {
  const setAside = [
    { relation: 'staging.stg_salon__visits', test: 'not negative: price', rowCount: 1 },
    { relation: 'staging.stg_salon__visits', test: 'unique: visit_key', rowCount: 1200 },
  ]
  expect(describeSetAside(setAside)).toBe(
    [
      '1,201 rows were set aside and published nowhere, because of failed tests:',
      '  staging.stg_salon__visits: not negative: price: 1 row',
      '  staging.stg_salon__visits: unique: visit_key: 1,200 rows',
      'ops.test_failures has them. Correct the data or the transform, then build again.',
      '',
    ].join('\n'),
  )
  expect(describeSetAside([])).toBe('')
})

test('warnings are named with their rows', () => {
  const warning = {
    relation: 'warehouse.fct_payments',
    test: 'every amount has an exchange rate',
    rowCount: 2,
    sample: '{"currency": "ISK"}',
  }
  expect(describeWarnings([warning])).toBe(
    'Warning: warehouse.fct_payments: every amount has an exchange rate: 2 rows, such as {"currency": "ISK"}\n',
  )
  expect(describeWarnings([])).toBe('')
})

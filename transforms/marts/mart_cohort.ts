import { transform } from '#engine'
import { cohortColumns, cohortMonthColumn, cohortTests } from './cohorts/cohort-columns.ts'
import { cohortMonths } from './cohorts/cohort-months.ts'

/**
 * A mart for each way to divide customers (mart_cohort_channel, _product, _store), and not one with a column that says which:
 * in that one, each order would be there four times, and every sum that forgets the column would be wrong.
 */
export const mart_cohort = transform('marts.mart_cohort', {
  description:
    'Retention and cumulative value of the customers who first ordered in a month, one row for each such month and each month since.',
  grain: ['cohort_month_date', 'months_since_first_order'],
  columns: {
    cohort_month_date: cohortMonthColumn,
    ...cohortColumns,
  },
  tests: cohortTests,
  query: cohortMonths(),
})

import { key, references, transform } from '#engine'
import { dim_store } from '../warehouse/dim_store.ts'
import { cohortColumns, cohortMonthColumn, cohortTests } from './cohorts/cohort-columns.ts'
import { cohortMonths } from './cohorts/cohort-months.ts'

/** The first purchase in a store may be later than the first order. */
export const mart_cohort_store = transform('marts.mart_cohort_store', {
  description:
    'Retention and cumulative value of customers by the first store in which they bought, one row for each store, month of the first order and month since.',
  grain: ['store_key', 'cohort_month_date', 'months_since_first_order'],
  columns: {
    store_key: key(
      'Store of the first purchase that was made in one; -2 for customers who have bought in none',
    ),
    cohort_month_date: cohortMonthColumn,
    ...cohortColumns,
  },
  tests: [references('store_key', dim_store), ...cohortTests],
  query: cohortMonths('store_key'),
})

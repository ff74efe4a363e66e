import { key, references, transform } from '#engine'
import { dim_product } from '../warehouse/dim_product.ts'
import { cohortColumns, cohortMonthColumn, cohortTests } from './cohorts/cohort-columns.ts'
import { cohortMonths } from './cohorts/cohort-months.ts'

/** Products that several sources sell are one, by conformed_product_key. */
export const mart_cohort_product = transform('marts.mart_cohort_product', {
  description:
    'Retention and cumulative value of customers by what they bought first, one row for each product, month of the first order and month since.',
  grain: ['product_key', 'cohort_month_date', 'months_since_first_order'],
  columns: {
    product_key: key(
      'Product of the first order with the highest value, the same for all channels that sell it; -1 if unknown',
    ),
    cohort_month_date: cohortMonthColumn,
    ...cohortColumns,
  },
  tests: [references('product_key', dim_product), ...cohortTests],
  query: cohortMonths('product_key'),
})

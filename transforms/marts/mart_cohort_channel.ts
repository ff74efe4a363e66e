import { key, references, transform } from '#engine'
import { dim_channel } from '../warehouse/dim_channel.ts'
import { cohortColumns, cohortMonthColumn, cohortTests } from './cohorts/cohort-columns.ts'
import { cohortMonths } from './cohorts/cohort-months.ts'

/** The channel is that of fct_customer_acquisitions. */
export const mart_cohort_channel = transform('marts.mart_cohort_channel', {
  description:
    'Retention and cumulative value of customers by what brought them, one row for each channel of the first contact, month of the first order and month since.',
  grain: ['channel_key', 'cohort_month_date', 'months_since_first_order'],
  columns: {
    channel_key: key(
      'Channel of the first contact; of sales if nothing was seen before the first purchase, -1 if unknown',
    ),
    cohort_month_date: cohortMonthColumn,
    ...cohortColumns,
  },
  tests: [references('channel_key', dim_channel), ...cohortTests],
  query: cohortMonths('channel_key'),
})

import type { Oracle } from './oracle.ts'

export const revenue_changes: Oracle = {
  from: 'marts.mart_revenue_change c',
  dimensions: {
    comparison: 'c.comparison',
    breakdown: 'c.breakdown',
    part: 'c.part',
    month_start_date: 'c.month_start_date',
    compared_month_date: 'c.compared_month_date',
    direction: `case when c.after_amount > c.before_amount then 'up' when c.after_amount < c.before_amount then 'down'
      else 'same' end`,
    direction_rank: 'c.direction_rank',
    sentence: 'c.sentence',
  },
  measures: {
    count: 'count(*)',
    revenue_before: 'sum(c.before_amount)',
    revenue_after: 'sum(c.after_amount)',
    revenue_change: 'sum(c.after_amount - c.before_amount)',
    revenue_change_rate: 'sum(c.after_amount - c.before_amount) / nullif(sum(c.before_amount), 0)',
  },
}

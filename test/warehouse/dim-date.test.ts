import { expect, test } from 'vitest'
import { company } from '#settings'
import { useDatabase } from '../harness/database.ts'

const db = useDatabase('sample')

test('weeks and financial years begin when the settings say', async () => {
  const { rows } = await db.pool.query<Record<'day' | 'week' | 'year' | 'quarter', string>>(`
    select date_day::text as day, week_start_date::text as week, financial_year::text as year,
      financial_quarter::text as quarter
    from warehouse.dim_date`)
  expect(rows.length).toBeGreaterThan(1000)
  for (const { day, week, year, quarter } of rows) {
    const date = new Date(day)
    const since = date.getTime() - new Date(week).getTime()
    expect(new Date(week).getUTCDay() || 7, week).toBe(company.firstDayOfWeek)
    expect(since).toBeGreaterThanOrEqual(0)
    expect(since).toBeLessThan(7 * 86_400_000)
    const monthsIn = (date.getUTCMonth() + 1 - company.financialYearStartMonth + 12) % 12
    const lastMonth = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 11 - monthsIn)
    expect([year, quarter], day).toEqual([
      String(new Date(lastMonth).getUTCFullYear()),
      String(Math.floor(monthsIn / 3) + 1),
    ])
  }
})

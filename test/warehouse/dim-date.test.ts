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

test('the last days and the name of the financial year, in April to March', async () => {
  const { rows } = await db.pool.query(`
    select date_day::text as day, financial_year_name as year, financial_quarter as quarter, financial_month as month,
      is_last_day_of_month as of_month, is_last_day_of_financial_quarter as of_quarter,
      is_last_day_of_financial_year as of_year, is_last_day_of_year as of_calendar_year
    from warehouse.dim_date
    where date_day in ('2024-02-29', '2024-03-31', '2024-04-01', '2024-12-31')
    order by date_day`)
  const not = { of_month: false, of_quarter: false, of_year: false, of_calendar_year: false }
  expect(rows).toEqual([
    { ...not, day: '2024-02-29', year: 'FY2023/24', quarter: 4, month: 11, of_month: true },
    {
      ...not,
      day: '2024-03-31',
      year: 'FY2023/24',
      quarter: 4,
      month: 12,
      of_month: true,
      of_quarter: true,
      of_year: true,
    },
    { ...not, day: '2024-04-01', year: 'FY2024/25', quarter: 1, month: 1 },
    {
      ...not,
      day: '2024-12-31',
      year: 'FY2024/25',
      quarter: 3,
      month: 9,
      of_month: true,
      of_quarter: true,
      of_calendar_year: true,
    },
  ])
})

test('holidays of the markets: Easter moves, and a weekend gives another day off', async () => {
  const { rows } = await db.pool.query<{ text: string }>(`
    select concat_ws(' ', date_day::text, market, name, case when is_substitute then '(instead)' end) as text
    from warehouse.bdg_date_holiday
    where is_public
      and ((market = 'GB' and date_day between '2026-04-01' and '2026-12-31')
        or (market in ('DE', 'FR') and date_day between '2026-05-01' and '2026-05-31'))
    order by market, date_day`)
  expect(rows.map(({ text }) => text)).toEqual([
    '2026-05-01 DE Labour Day',
    '2026-05-14 DE Ascension Day',
    '2026-05-25 DE Whit Monday',
    '2026-05-01 FR Labour Day',
    '2026-05-08 FR Victory Day',
    '2026-05-14 FR Ascension Day',
    '2026-05-25 FR Whit Monday',
    '2026-04-03 GB Good Friday',
    '2026-04-06 GB Easter Monday',
    '2026-05-04 GB Early May Bank Holiday',
    '2026-05-25 GB Spring Bank Holiday',
    '2026-08-31 GB Summer Bank Holiday',
    '2026-12-25 GB Christmas Day',
    '2026-12-26 GB Boxing Day',
    '2026-12-28 GB Boxing Day (instead)',
  ])
  const { rows: home } = await db.pool.query(`
    select date_day::text as day, holiday_name, is_public_holiday, is_working_day
    from warehouse.dim_date
    where date_day in ('2025-04-20', '2025-04-21', '2025-04-22', '2025-11-28')
    order by date_day`)
  expect(home).toEqual([
    { day: '2025-04-20', holiday_name: 'Easter Sunday', is_public_holiday: false, is_working_day: false },
    { day: '2025-04-21', holiday_name: 'Easter Monday', is_public_holiday: true, is_working_day: false },
    { day: '2025-04-22', holiday_name: null, is_public_holiday: false, is_working_day: true },
    { day: '2025-11-28', holiday_name: 'Black Friday', is_public_holiday: false, is_working_day: true },
  ])
})

test('every instant of every process falls on a day of the calendar', async () => {
  const { rows } = await db.pool.query<{ table_name: string; column_name: string }>(`
    select table_name, column_name
    from information_schema.columns
    where table_schema = 'staging'
      and data_type = 'timestamp with time zone'
      and table_name in (select relname from pg_class where relkind = 'v')
      and table_name ~ '(orders|lines|payments|calls|conversations|events|shipments|returns|subscriptions|responses)$'`)
  expect(rows.length).toBeGreaterThan(15)
  for (const { table_name, column_name } of rows) {
    const { rows: missing } = await db.pool.query(
      `select ${column_name} from staging.${table_name} s
       where ${column_name} is not null and not exists (
         select from warehouse.dim_date where date_day = (${column_name} at time zone $1)::date) limit 1`,
      [company.timeZone],
    )
    expect(missing, `${table_name}.${column_name}`).toEqual([])
  }
})

test('1,440 minutes, of which a quarter of an hour has 15, and the unknown one', async () => {
  const { rows } = await db.pool.query(`
    select count(*)::int as minutes, count(distinct (hour, quarter_hour))::int as quarters,
      string_agg(time_label, ' ' order by minute_of_day) filter (where minute_of_day in (-1, 485, 1439)) as labels,
      string_agg(distinct part_of_day, ' ') filter (where hour in (5, 6, 12, 18, 22)) as parts
    from warehouse.dim_time_of_day`)
  expect(rows).toEqual([
    { minutes: 1441, quarters: 97, labels: 'Unknown 08:05 23:59', parts: 'afternoon evening morning night' },
  ])
})

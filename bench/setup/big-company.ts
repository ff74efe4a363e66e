import type pg from 'pg'
import type { Column } from '#engine'
import { published } from '../../test/cube/company.ts'

/**
 * Fills every relation that Cube reads, set-based: random rows in the numbers that a company with so many customers has. The
 * columns keep to their contracts, and have as many different values as those of a real company.
 */
export async function makeBigCompany(pool: pg.Pool, customers: number): Promise<void> {
  for (const [relation, columns] of Object.entries(published)) {
    const name = relation.slice(relation.indexOf('.') + 1)
    const rows = rowsOf(name, customers)
    const grain = ownKeys[name]
    const values = Object.entries(columns).map(([column, contract]) => {
      if (column === grain) return 'n'
      return special[`${name}.${column}`] ?? randomValue(column, contract, customers)
    })
    const ddl = Object.entries(columns).map(([column, { pgType }]) => `${column} ${pgType}`)
    await pool.query(`
      create unlogged table ${relation} (${ddl.join(', ')});
      grant select on ${relation} to clientele_cube;
      insert into ${relation}
      select ${values.join(', ')} from ${sources[name] ?? `generate_series(1, ${rows}) as n`}`)
    if (grain) await pool.query(`create unique index on ${relation} (${grain})`)
    await pool.query(`analyze ${relation}`)
  }
  await pool.query(`insert into ops.runs (status, finished_at) values ('published', clock_timestamp())`)
}

/** The day that the figures are of. */
const asOf = `date '2026-10-31'`
const day = `${asOf} - floor(random() * random() * 1095)::int`
const months = 36

/** Rows for each customer. Relations that are not here are small. */
const perCustomer: Readonly<Record<string, number>> = {
  bdg_customer_attribute: 1,
  bdg_household: 0.4,
  dim_customer: 1,
  fct_calls: 0.1,
  fct_campaign_responses: 1,
  fct_consents: 1,
  fct_loyalty_balances: 1,
  fct_loyalty_movements: 1,
  fct_mrr_months: 1,
  fct_order_lines: 6,
  fct_orders: 3,
  fct_sessions: 2,
  fct_subscriptions: 0.1,
  fct_support_cases: 0.3,
  fct_survey_responses: 0.2,
  map_identity: 1.5,
  mart_campaign_message: 2,
  mart_cart: 0.8,
  mart_churn_risk: 0.7,
  mart_customer_360: 1,
  mart_customer_forecast: 0.7,
  mart_customer_ltv: 1,
  mart_customer_statement: 0.3,
  mart_next_best_product: 1,
  mart_rfm: 0.7,
  mart_segment_membership: 2,
  mart_statement_topic: 0.4,
}

const ownKeys: Readonly<Record<string, string>> = {
  dim_customer: 'customer_key',
  fct_calls: 'call_key',
  fct_deals: 'deal_key',
  fct_order_lines: 'order_line_key',
  fct_orders: 'order_key',
  fct_sessions: 'session_key',
  fct_subscriptions: 'subscription_key',
  fct_support_cases: 'case_key',
  map_identity: 'record_key',
  mart_churn_risk: 'customer_key',
  mart_customer_360: 'customer_key',
  mart_customer_forecast: 'customer_key',
  mart_customer_ltv: 'customer_key',
  mart_rfm: 'customer_key',
  mart_cart: 'cart_key',
  mart_campaign_message: 'send_key',
  mart_customer_statement: 'statement_key',
  bdg_household: 'customer_key',
  dim_agent: 'agent_key',
  dim_campaign: 'campaign_key',
  dim_channel: 'channel_key',
  dim_company: 'company_key',
  dim_plan: 'plan_key',
  dim_product: 'product_key',
  dim_store: 'store_key',
}

const dimensions: Readonly<Record<string, number>> = {
  agent_key: 60,
  campaign_key: 40,
  channel_key: 12,
  company_key: 500,
  plan_key: 5,
  product_key: 2000,
  product_version_key: 2000,
  conformed_product_key: 2000,
  first_product_key: 2000,
  next_best_product_key: 2000,
  other_product_key: 2000,
  offered_product_key: 2000,
  because_product_key: 2000,
  store_key: 10,
  first_store_key: 10,
}

/** What is not random: relations whose rows are the combinations of their dimensions. */
const sources: Readonly<Record<string, string>> = {
  dim_date: `generate_series(date '2023-01-01', date '2026-12-31', '1 day') as d`,
  mart_customer_base: `generate_series(0, ${months - 1}) as months_ago cross join generate_series(1, 600) as n`,
  mart_cohort_channel: `generate_series(0, ${months - 1}) as age cross join generate_series(0, ${months - 1}) as n cross join generate_series(1, 12) as channel`,
}

const special: Readonly<Record<string, string>> = {
  'dim_date.date_day': 'd',
  'dim_date.year': 'extract(year from d)',
  'dim_date.quarter': 'extract(quarter from d)',
  'dim_date.month': 'extract(month from d)',
  'dim_date.month_start_date': `date_trunc('month', d)`,
  'dim_date.week_start_date': `date_trunc('week', d)`,
  'dim_date.financial_year': 'extract(year from d)',
  'dim_date.financial_quarter': 'extract(quarter from d)',
  'mart_customer_base.months_ago': 'months_ago',
  'mart_customer_base.month_start_date': `date_trunc('month', ${asOf}) - months_ago * interval '1 month'`,
  'mart_customer_base.market': `'Market ' || n % 6`,
  'mart_customer_base.first_channel': `'Channel ' || n / 6 % 10`,
  'mart_customer_base.customer_segment': `'Segment ' || n / 60`,
  'mart_cohort_channel.months_since_first_order': 'age',
  'mart_cohort_channel.channel_key': 'channel',
  'mart_cohort_channel.cohort_customer_count': '10 + floor(random() * 90)',
  'mart_cohort_channel.active_customer_count': 'floor(random() * 10)',
  'mart_cohort_channel.cohort_month_date': `date_trunc('month', ${asOf}) - n * interval '1 month'`,
  'fct_order_lines.order_key': '(n + 1) / 2',
  'fct_order_lines.is_sale': 'true',
  'fct_orders.is_purchase': 'random() < 0.95',
  'fct_orders.order_type': `(array['sale', 'sale', 'sale', 'sale', 'return', 'adjustment'])[1 + floor(random() * 6)::int]`,
  'fct_orders.order_id': `'O' || n`,
  'mart_customer_360.lifetime_value_amount': 'round((-ln(1 - random()) * 300)::numeric, 2)',
  'mart_customer_ltv.lifetime_value_amount': 'round((-ln(1 - random()) * 300)::numeric, 2)',
}

function rowsOf(name: string, customers: number): number {
  const share = perCustomer[name]
  if (share !== undefined) return Math.round(share * customers)
  return Object.entries(ownKeys).reduce(
    (rows, [owner, key]) => (owner === name ? (dimensions[key] ?? rows) : rows),
    2_000,
  )
}

function randomValue(name: string, { pgType, values }: Column, customers: number): string {
  if (name === 'excluded_because') return `case when random() < 0.03 then 'test' end`
  if (values)
    return `(array[${values.map((one) => `'${one}'`).join(', ')}])[1 + floor(random() * ${values.length})::int]`
  if (/customer_key$/.test(name)) return `1 + floor(random() * ${customers})::int`
  if (name === 'household_key') return `1 + floor(random() * ${customers / 3})::int`
  const size = dimensions[name]
  if (size) return `1 + floor(random() * ${size})::int`
  if (name === 'as_of_date') return asOf
  if (name === 'is_test') return 'random() < 0.01'
  if (/^is_(known|counted)$/.test(name)) return 'true'
  if (/^(first_)?(market|country|sold_to_market)/.test(name)) return `'Market ' || floor(random() * 6)::int`
  if (/month(_start)?_date$/.test(name)) return `date_trunc('month', ${day})`
  if (pgType === 'text') return `'${name.replaceAll('_', ' ')} ' || floor(random() * 10)::int`
  if (pgType === 'text[]') return `array['one']`
  if (pgType === 'jsonb') return `'{}'::jsonb`
  if (pgType === 'boolean') return 'random() < 0.5'
  if (pgType === 'date') return day
  if (pgType === 'timestamp with time zone') return `(${day}) + random() * interval '1 day'`
  if (pgType === 'bigint') return 'n'
  return pgType === 'integer' ? 'floor(random() * 10)::int' : 'round((random() * 100)::numeric, 2)'
}

/** What is known of the customer of a fact, whose alias is `fact`: joins, and the dimensions that all views share. */
export const traitsOf = (fact: string) => ({
  joins: `
    left join marts.mart_customer_ltv trait_worth on trait_worth.customer_key = ${fact}.customer_key
    left join marts.mart_rfm trait_rfm on trait_rfm.customer_key = ${fact}.customer_key
    left join marts.mart_customer_journey trait_way on trait_way.customer_key = ${fact}.customer_key
    left join warehouse.dim_customer_history trait_now
      on trait_now.customer_key = ${fact}.customer_key and trait_now.is_current`,
  dimensions: {
    first_channel: known(fact, "coalesce(nullif(trait_way.first_channel_name, 'unknown'), 'Unknown')"),
    customer_segment: known(fact, "coalesce(trait_rfm.segment, 'No order')"),
    value_band: known(fact, 'trait_now.value_band'),
    lifecycle_segment: known(fact, 'trait_now.lifecycle_segment'),
    cohort_month: `case when ${fact}.customer_key <> -1 then trait_worth.cohort_month_date end`,
  },
})

function known(fact: string, sql: string): string {
  return `case when ${fact}.customer_key = -1 then 'Unknown' else ${sql} end`
}

/** The market of the customer of a fact, with the joins of `traitsOf`. */
export const customerMarket = (fact: string) => known(fact, marketOf('trait_worth.country'))

/** The markets of the sample company. */
export const marketOf = (country: string) => `case (${country})
  when 'United Kingdom' then 'United Kingdom' when 'Ireland' then 'Ireland' when 'France' then 'France'
  when 'Germany' then 'Germany' when 'Netherlands' then 'Netherlands' when 'Unknown' then 'Unknown' else 'Other' end`

/** Years and the parts of them that a fact's day is in, whose join has the alias `calendar`. */
export const dates = {
  year: 'calendar.year',
  quarter: 'calendar.quarter',
  month: 'calendar.month',
  financial_year: 'calendar.financial_year',
  financial_quarter: 'calendar.financial_quarter',
}

/** Attributes of the day of a fact, whose join has the alias `calendar`. */
export const calendar = {
  year: 'calendar.year',
  quarter: 'calendar.quarter',
  month: 'calendar.month',
  week_start_date: 'calendar.week_start_date',
  iso_weekday: 'calendar.iso_weekday',
  is_weekend: 'calendar.is_weekend',
}

/** The ends of Wilson's 95 % interval of a share, from its textbook form. */
export function wilson(hits: string, all: string): { readonly lower: string; readonly upper: string } {
  const n = `nullif(${all}, 0)`
  const p = `(${hits})::numeric / ${n}`
  const middle = `(${p} + 1.96 ^ 2 / (2 * ${n}))`
  const margin = `1.96 * sqrt(${p} * (1 - ${p}) / ${n} + 1.96 ^ 2 / (4 * ${n}::numeric ^ 2))`
  const scale = `(1 + 1.96 ^ 2 / ${n})`
  return { lower: `(${middle} - ${margin}) / ${scale}`, upper: `(${middle} + ${margin}) / ${scale}` }
}

/** The columns of a relation by their own names. */
export function columns(alias: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, `${alias}.${name}`]))
}

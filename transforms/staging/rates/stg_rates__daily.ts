import { sql, transform } from '#engine'
import { exchange_rate } from '../../canonical/exchange_rate.ts'
import { rates } from '../../sources/rates/rates.ts'

export const stg_rates__daily = transform('staging.stg_rates__daily', {
  description: 'Exchange rates of each bank day.',
  grain: ['exchange_rate_key'],
  conformsTo: exchange_rate,
  columns: exchange_rate.columns,
  query: sql`
    select
      ops.key_of('rates', provider, day, "from" || ' ' || "to") as exchange_rate_key,
      'rates' as source,
      provider,
      day::date as rate_date,
      "from" as from_currency,
      "to" as to_currency,
      rate
    from ${rates.daily}`,
})

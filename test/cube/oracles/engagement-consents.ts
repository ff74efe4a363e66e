import type { Oracle } from './oracle.ts'
import { calendar, columns, customerMarket, traitsOf, wilson } from './traits.ts'

const traits = traitsOf('c')
const decisions = (condition: string) => `count(*) filter (where ${condition})`
const now = 'c.valid_to is null and c.is_current and c.customer_key <> -1'
const granted = "c.status = 'granted'"
const allowed = wilson(decisions(`${now} and ${granted}`), decisions(now))

export const engagementConsents: Oracle = {
  from: `warehouse.fct_consents c
    left join warehouse.dim_date calendar on calendar.date_day = c.decided_date
    ${traits.joins}`,
  dimensions: {
    ...columns('c', [
      'consent_key',
      'customer_key',
      'source',
      'purpose',
      'legal_basis',
      'status',
      'is_allowed',
      'is_change',
      'channel',
      'policy_version',
      'decided_at',
      'decided_date',
      'valid_from',
      'valid_to',
      'is_current',
    ]),
    ...calendar,
    ...traits.dimensions,
    market: customerMarket('c'),
  },
  measures: {
    count: 'count(*)',
    decision_count: 'count(c.consent_key)',
    change_count: decisions('c.is_change'),
    granted_change_count: decisions(`c.is_change and ${granted}`),
    withdrawn_change_count: decisions("c.is_change and c.status <> 'granted'"),
    decided_customer_count: `count(distinct c.customer_key) filter (where ${now})`,
    allowed_customer_count: `count(distinct c.customer_key) filter (where ${now} and ${granted})`,
    current_count: decisions(now),
    allowed_count: decisions(`${now} and ${granted}`),
    allowed_rate: `avg((${granted})::integer) filter (where ${now})`,
    allowed_rate_lower: allowed.lower,
    allowed_rate_upper: allowed.upper,
    unknown_count: decisions('c.customer_key = -1'),
  },
}

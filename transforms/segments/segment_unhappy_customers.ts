import { sql } from '#engine'
import { segment } from './declare.ts'

export const segment_unhappy_customers = segment('segment_unhappy_customers', {
  title: 'Unhappy customers',
  owner: 'Customer service',
  purpose: 'Put right what went wrong before anybody tries to sell to them',
  where: sql`open_case_count > 0 or last_sentiment = 'negative' or last_nps_group = 'detractor'`,
})

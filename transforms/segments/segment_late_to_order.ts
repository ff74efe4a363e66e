import { sql } from '#engine'
import { segment } from './declare.ts'

export const segment_late_to_order = segment('segment_late_to_order', {
  title: 'Late to order',
  owner: 'Marketing',
  purpose: 'Remind people who are late by their own rhythm',
  where: sql`is_late and risk_band <> 'lapsed'`,
})

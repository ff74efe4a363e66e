import { sql } from '#engine'
import { segment } from './declare.ts'

export const segment_best_customers = segment('segment_best_customers', {
  title: 'Best customers',
  owner: 'Customer relations',
  purpose: 'Thank them, invite them first, and never send them a discount that they do not need',
  where: sql`monetary_score = 5 and recency_score >= 4`,
})
